"""Chinese telephone numbers: one form for storing and finding, one masked form for showing."""

import unicodedata

import phonenumbers

from changlai.kernel.errors import BadInput

REFUSED = "电话号码不对，请填 11 位手机号，或带区号的座机号。"


def normalise_cn(text: str) -> str:
    """Return a number in one form: "13800000001", or with its area code "089812345678".

    Takes full-width digits, spaces, dashes and +86 or 0086; raises BadInput for what no Chinese
    exchange could ring (a number of another country too, since the village telephone rings none).
    """
    plain = "".join(
        c
        for c in unicodedata.normalize("NFKC", text)
        if unicodedata.category(c) not in {"Cf", "Cc"}
    ).strip()
    if len(plain) > 32 or any(c.isalpha() for c in plain):
        raise BadInput(REFUSED)
    try:
        number = phonenumbers.parse(plain, "CN")
    except phonenumbers.NumberParseException:
        raise BadInput(REFUSED) from None
    if number.country_code != 86 or number.extension or not phonenumbers.is_valid_number(number):
        raise BadInput(REFUSED)
    national = phonenumbers.national_significant_number(number)
    kind = phonenumbers.number_type(number)
    if kind == phonenumbers.PhoneNumberType.MOBILE:
        return national
    if kind == phonenumbers.PhoneNumberType.FIXED_LINE:
        return "0" + national
    raise BadInput(REFUSED)


def is_mobile(number: str) -> bool:
    """Say whether a normalised number can receive a short message."""
    return len(number) == 11 and number[0] == "1"


def masked(number: str) -> str:
    """Return the number as lists show it, "138****0001"; nothing can be dialled from it."""
    if len(number) < 8:
        return "*" * len(number)
    return f"{number[:3]}****{number[-4:]}"
