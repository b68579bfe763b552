from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "pasar.console"
    label = "console"

    def ready(self) -> None:
        from pasar.console.site import install

        install()
