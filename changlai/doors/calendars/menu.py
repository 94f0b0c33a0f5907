"""Where the way to the calendars stands."""

from changlai.kernel.registry.contributions import MenuItem

SUBSCRIBE = ("订阅到手机日历", "calendars:page", "calendar-plus")

MENU = [
    MenuItem("foot", *SUBSCRIBE, 15),
    # Beside the lists of activities, of rooms and of one's own things, by {% beside %}.
    MenuItem("beside activities", *SUBSCRIBE, 10),
    MenuItem("beside rooms", *SUBSCRIBE, 10),
    MenuItem("beside mine", "我的日历", "calendars:mine", "calendar-plus", 10),
]
