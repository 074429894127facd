"""Which offset of a partition may be committed when records end out of order."""


class Offsets:
    """Of all partitions: a record may be committed once all before it are done."""

    def __init__(self):
        self.open, self.done = {}, {}

    def begin(self, partition, offset):
        self.open.setdefault(partition, []).append(offset)

    def end(self, partition, offset):
        """The offset to commit for the partition, None if an earlier record is not done."""
        done = self.done.setdefault(partition, set())
        done.add(offset)
        waiting, commit = self.open[partition], None
        while waiting and waiting[0] in done:
            done.discard(waiting[0])
            commit = waiting.pop(0) + 1
        return commit
