package io.containerizer.linux.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TerminalsTest {

    private final Syscalls calls = new FfmSyscalls();

    /** A freshly opened terminal: ICRNL|IXON, OPOST|ONLCR, 38400 baud CS8 CREAD, ISIG|ICANON|ECHO... */
    @Test
    void rawSwitchesAllProcessingOff() {
        byte[] cooked = HexFormat.of()
                .parseHex("00050000" + "05000000" + "bf000000" + "3b8a0000" + "00" + "031c7f15040001001113"
                        + "1a00120f17160000".concat("00"));
        byte[] raw = calls.raw(cooked);
        ByteBuffer b = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(b.getInt(0)).as("input").isZero();
        assertThat(b.getInt(4)).as("output without OPOST").isEqualTo(4);
        assertThat(b.getInt(8)).as("control").isEqualTo(0xbf);
        assertThat(b.getInt(12))
                .as("local without ISIG, ICANON, ECHO, ECHONL, IEXTEN")
                .isEqualTo(0x0a30);
        assertThat(raw[17 + 6]).as("VMIN").isEqualTo((byte) 1);
        assertThat(raw[17 + 5]).as("VTIME").isZero();
        assertThat(cooked).as("what was given stays").startsWith(0, 5, 0, 0, 5);
    }

    @Test
    void aFileIsNoTerminal() {
        int fd = calls.memoryFile("test", new byte[0], false);
        assertThat(calls.terminal(fd)).isEmpty();
        assertThat(calls.windowSize(fd)).isEmpty();
        assertThatExceptionOfType(KernelException.class)
                .isThrownBy(() -> calls.setWindowSize(fd, 24, 80))
                .returns(Errno.ENOTTY.number(), KernelException::errno);
        assertThatExceptionOfType(KernelException.class).isThrownBy(() -> calls.setTerminal(fd, new byte[36]));
        calls.close(fd);
    }

    @Test
    void settingsAndSizeOfATerminal() {
        int master = openTerminal();
        calls.setWindowSize(master, 31, 117);
        assertThat(calls.windowSize(master))
                .hasValueSatisfying(s -> assertThat(s).containsExactly(31, 117));
        byte[] before = calls.terminal(master).orElseThrow();
        byte[] raw = calls.raw(before);
        assertThat(raw).isNotEqualTo(before);
        calls.setTerminal(master, raw);
        assertThat(calls.terminal(master)).hasValueSatisfying(s -> assertThat(s).isEqualTo(raw));
        calls.close(master);
    }

    private int openTerminal() {
        try {
            return calls.open("/dev/ptmx", OpenFlag.READ_WRITE, 0);
        } catch (KernelException e) {
            return abort("this host gives no terminal: " + e.getMessage());
        }
    }
}
