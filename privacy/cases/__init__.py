"""Cases: what people demand about their own data, from the demand to the receipt."""
