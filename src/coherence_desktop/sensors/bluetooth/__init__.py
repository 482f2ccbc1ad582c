"""Heart rate straps over Bluetooth Low Energy. Importing this loads no Bluetooth library."""
