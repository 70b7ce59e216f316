package io.containerizer.linux.syscall;

/** Files that have been seen, by device and inode; 16 to 32 bytes each, since a tree may have millions of hard links. */
final class InodeSet {

    private static final long MIX = 0x9E3779B97F4A7C15L;

    private long[] devices = new long[64];
    private long[] inodes = new long[64];
    private int size;

    /** False: it was there already. No file has inode 0. */
    synchronized boolean add(long device, long inode) {
        int at = find(device, inode);
        if (inodes[at] != 0) {
            return false;
        }
        put(at, device, inode);
        if (++size * 2 > inodes.length) {
            grow();
        }
        return true;
    }

    private int find(long device, long inode) {
        int mask = inodes.length - 1;
        int at = (int) ((inode * MIX + device) * MIX >>> 32) & mask;
        while (inodes[at] != 0 && (inodes[at] != inode || devices[at] != device)) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void put(int at, long device, long inode) {
        devices[at] = device;
        inodes[at] = inode;
    }

    private void grow() {
        long[] oldDevices = devices;
        long[] oldInodes = inodes;
        devices = new long[oldDevices.length * 2];
        inodes = new long[oldInodes.length * 2];
        for (int i = 0; i < oldInodes.length; i++) {
            if (oldInodes[i] != 0) {
                put(find(oldDevices[i], oldInodes[i]), oldDevices[i], oldInodes[i]);
            }
        }
    }
}
