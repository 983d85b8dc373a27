"""Works over the NumPy arrays of this process, for the peers whose workers are threads."""
import peer


class Threads:
    """The arrays of one work, and the function that does it."""

    def __init__(self, np, work, size, compute):
        x = np.arange(size, dtype=np.int64)
        modulus = {"x": peer.X_MODULUS, "y": peer.Y_MODULUS}
        self.arrays = {
            name: (x % modulus[name]).astype(np.float64) if name in modulus else np.zeros(size)
            for name in peer.ARRAYS[work]
        }
        self.written = self.arrays.get("out", self.arrays.get("y"))
        self.compute = compute

    def call(self):
        return self.compute(**self.arrays)

    def close(self):
        self.arrays.clear()
        self.written = None
