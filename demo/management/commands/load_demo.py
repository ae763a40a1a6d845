"""`manage.py load_demo`: the demo company, into an empty wiki."""

from django.core.management.base import BaseCommand

from demo.loading import load_demo


class Command(BaseCommand):
    help = "Loads the demo company into an empty wiki. Does nothing where there is content already."

    def handle(self, **options: object) -> None:
        self.stdout.write("Loading the demo company …")
        if load_demo(self.stdout.write):
            self.stdout.write(self.style.SUCCESS("The demo company is ready."))
        else:
            self.stdout.write("There is content already: nothing was changed.")
