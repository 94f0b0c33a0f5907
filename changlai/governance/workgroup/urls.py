"""Addresses of the work group."""

from changlai.governance.workgroup.views import groups, tasks
from changlai.kernel.pages.routes import desk_path

app_name = "workgroup"
urlpatterns = [
    desk_path("groups/", groups.listing, "desk_groups"),
    desk_path("groups/add/", groups.add, "desk_group_add"),
    desk_path("groups/<uuid:pk>/", groups.group, "desk_group"),
    desk_path("groups/<uuid:pk>/change/", groups.change, "desk_group_change"),
    desk_path("groups/<uuid:pk>/end/", groups.end, "desk_group_end"),
    desk_path("groups/<uuid:pk>/print/", groups.sheet, "desk_group_sheet"),
    desk_path("groups/<uuid:pk>/plan/<int:year>/", groups.plan, "desk_plan_sheet"),
    desk_path("groups/<uuid:pk>/goals/add/", tasks.add_goal, "desk_goal_add"),
    desk_path("tasks/add/", tasks.add_task, "desk_task_add"),
    desk_path("tasks/<uuid:pk>/", tasks.task, "desk_task"),
    desk_path("tasks/<uuid:pk>/change/", tasks.change_task, "desk_task_change"),
    desk_path("tasks/<uuid:pk>/finish/", tasks.finish, "desk_task_finish"),
    desk_path("tasks/<uuid:pk>/block/", tasks.block, "desk_task_block"),
    desk_path("tasks/<uuid:pk>/drop/", tasks.drop, "desk_task_drop"),
    desk_path("decided/", tasks.decisions, "desk_decisions"),
]
