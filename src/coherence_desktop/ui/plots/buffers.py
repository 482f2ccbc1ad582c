"""Arrays that grow at their end, so that a day of beats costs no more per beat than a minute."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


class GrowingArray:
    """A one-dimensional array with amortised appending.

    Parameters
    ----------
    dtype : type
        Numpy scalar type of the elements.
    capacity : int
        Elements that fit before the first copy.
    """

    def __init__(self, dtype: type[np.generic] = np.float64, capacity: int = 512) -> None:
        self._array: NDArray[Any] = np.empty(capacity, dtype)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def append(self, value: float) -> None:
        """Add one element at the end."""
        if self._size == len(self._array):
            larger = np.empty(2 * self._size, self._array.dtype)
            larger[: self._size] = self._array
            self._array = larger
        self._array[self._size] = value
        self._size += 1

    @property
    def values(self) -> NDArray[Any]:
        """View of the elements, shape (n,); writing to it changes them."""
        return self._array[: self._size]

    @property
    def last(self) -> float:
        """The newest element."""
        if not self._size:
            raise IndexError("the array is empty")
        return float(self._array[self._size - 1])
