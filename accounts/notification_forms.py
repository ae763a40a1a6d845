from django import forms

from accounts.models import Delivery


class DeliveryForm(forms.Form):
    """How a person hears of things beside their inbox."""

    delivery = forms.ChoiceField(
        label="E-mails", choices=Delivery.choices, widget=forms.RadioSelect
    )
