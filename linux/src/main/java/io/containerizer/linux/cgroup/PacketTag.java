package io.containerizer.linux.cgroup;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The BPF program that gives a class to every packet a cgroup of version 2 sends, as {@code net_cls.classid} does in
 * version 1: a queueing discipline with the handle {@code AAAA:} puts a packet of priority {@code 0xAAAABBBB} into its
 * class {@code AAAA:BBBB} without any filter, and filters and rules can match the mark. The program's name holds the
 * class, so that it can be read back from the kernel.
 *
 * @param classid 32 bits, without sign
 */
public record PacketTag(long classid) {

    private static final String PREFIX = "netcls_";
    private static final int MARK = 8; // in struct __sk_buff
    private static final int PRIORITY = 32;

    public PacketTag {
        if (classid < 0 || classid > 0xffff_ffffL) {
            throw new IllegalArgumentException("not 32 bits: " + classid);
        }
    }

    public String name() {
        return PREFIX + HexFormat.of().toHexDigits(classid, 8);
    }

    /** The tag whose program has this name; nothing for programs of others. */
    public static Optional<PacketTag> named(String name) {
        try {
            return name.startsWith(PREFIX) && name.length() == PREFIX.length() + 8
                    ? Optional.of(new PacketTag(HexFormat.fromHexDigitsToLong(name.substring(PREFIX.length()))))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** In the machine's byte order: r1 is the packet, r0 the verdict, 1 lets it pass. */
    public byte[] instructions() {
        ByteBuffer code = ByteBuffer.allocate(5 * 8).order(ByteOrder.nativeOrder());
        instruction(code, 0xb4, 0x02, 0, (int) classid); // w2 = classid
        instruction(code, 0x63, 0x21, PRIORITY, 0); // r1->priority = w2
        instruction(code, 0x63, 0x21, MARK, 0); // r1->mark = w2
        instruction(code, 0xb4, 0x00, 0, 1); // w0 = 1
        instruction(code, 0x95, 0x00, 0, 0); // exit
        return code.array();
    }

    /** @param registers source and target, four bits each; little-endian machines only, and all of ours are */
    private static void instruction(ByteBuffer code, int operation, int registers, int offset, int constant) {
        code.put((byte) operation)
                .put((byte) registers)
                .putShort((short) offset)
                .putInt(constant);
    }
}
