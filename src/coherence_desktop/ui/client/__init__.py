"""The patient's screen: one breath guide and nothing that asks for anything."""
