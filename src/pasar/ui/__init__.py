"""How Pasar looks: tokens and components shared by the surfaces, and the tags that write money, dates and addresses."""
