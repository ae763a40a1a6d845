from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "importing"

    def ready(self) -> None:
        from accounts import hourly
        from accounts.models import User
        from accounts.signals import person_anonymised
        from importing import jobs, personal_data

        personal_data.register_all()
        hourly.register("old imports forgotten", jobs.forget_old)

        def forget(person: User, **_: object) -> None:
            personal_data.forget(person)

        person_anonymised.connect(forget, weak=False, dispatch_uid="forget who it was there")
