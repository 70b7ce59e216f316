package io.containerizer.image.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.image.Compression;
import io.containerizer.image.unpack.TarBuilder.Header;
import io.containerizer.linux.syscall.Errno;
import io.containerizer.linux.syscall.FfmTreeCalls;
import io.containerizer.linux.syscall.KernelException;
import io.containerizer.linux.syscall.TreeCalls;
import io.containerizer.testkit.RequiresRoot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernel says no to one call after the other: the message is right, and no descriptor stays open. */
@RequiresRoot
class UnpackFaultsTest {

    private static final byte[] ARCHIVE = new TarBuilder()
            .directory(".")
            .directory("d")
            .file("d/f", "1")
            .file("d/f", "2")
            .hardLink("h", "d/f")
            .link("l", "d")
            .file("l/g", "3")
            .file("m/n/o", "4")
            .file(".wh.w", "")
            .file("w/x", "5")
            .file("d/.wh..wh..opq", "")
            .add(new Header('6', "p"))
            .pax("SCHILY.xattr.user.a", "x", "GNU.sparse.size", "9", "GNU.sparse.map", "3,1")
            .file("s", "1")
            .end();

    @TempDir
    Path top;

    /** Errors that are this host's fault. */
    @ParameterizedTest
    @EnumSource(names = {"ENOSPC", "EIO", "EPERM", "EMFILE"})
    void everyCallMayFail(Errno errno) throws IOException {
        int calls = Integer.MAX_VALUE;
        for (int failing = 0; failing < calls; failing++) {
            Path layer = Files.createDirectory(top.resolve("layer" + failing));
            AtomicInteger made = new AtomicInteger();
            Set<Integer> open = new TreeSet<>();
            int number = failing;
            LayerUnpacker unpacker = new LayerUnpacker(UnpackLimits.DEFAULT, () -> failing(made, number, errno, open));
            ContainerizerException failure = catchThrowableOfType(
                    ContainerizerException.class,
                    () -> unpacker.unpack(new ByteArrayInputStream(ARCHIVE), Compression.NONE, layer));
            assertThat(open).as("open after call %d", failing).isEmpty();
            if (failing < made.get()) {
                assertThat(failure).isNotNull().returns(ErrorCode.KERNEL, ContainerizerException::code);
                assertThat(failure.getMessage()).startsWith("unpack ").contains(errno.name());
            }
            calls = failure == null ? failing : calls;
            Trees.remove(layer);
        }
        assertThat(calls).isGreaterThan(60);
    }

    @Test
    void theMessageSaysWhatToDo() {
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> unpackFailing("write", Errno.ENOSPC))
                .withMessageStartingWith("unpack 'd/f': write: ENOSPC (No space left on device); free space");
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> unpackFailing("changeOwner", Errno.EPERM))
                .withMessageStartingWith("unpack '.': change owner: EPERM (Operation not permitted); run as root");
        assertThatExceptionOfType(ContainerizerException.class)
                .isThrownBy(() -> unpackFailing("setAttribute", Errno.EOPNOTSUPP))
                .withMessageContaining("file system with extended attributes");
    }

    private void unpackFailing(String method, Errno errno) throws IOException {
        Path layer = Files.createDirectory(top.resolve(method));
        new LayerUnpacker(
                        UnpackLimits.DEFAULT,
                        () -> proxy((name, call) -> {
                            if (name.equals(method)) {
                                String step = name.equals("write") ? "write" : "change owner";
                                throw new KernelException(step, "(descriptor 3)", errno.number());
                            }
                            return call.make();
                        }))
                .unpack(new ByteArrayInputStream(ARCHIVE), Compression.NONE, layer);
    }

    /** Call number {@code failing} fails; closing never does. */
    private static TreeCalls failing(AtomicInteger made, int failing, Errno errno, Set<Integer> open) {
        return proxy((name, call) -> {
            if (!name.equals("close") && made.getAndIncrement() == failing) {
                throw new KernelException(name, "(descriptor 3)", errno.number());
            }
            Object result = call.make();
            if (name.startsWith("open") || name.equals("createFile")) {
                open.add((Integer) result);
            } else if (name.equals("close")) {
                open.removeAll(call.arguments());
            }
            return result;
        });
    }

    private interface Call {
        Object make() throws Throwable;

        default List<Object> arguments() {
            return List.of();
        }
    }

    private interface Interception {
        Object around(String name, Call call) throws Throwable;
    }

    /** The real calls, each by way of the interception. */
    private static TreeCalls proxy(Interception interception) {
        FfmTreeCalls real = new FfmTreeCalls();
        return (TreeCalls) Proxy.newProxyInstance(
                TreeCalls.class.getClassLoader(),
                new Class<?>[] {TreeCalls.class},
                (proxy, method, arguments) -> interception.around(method.getName(), new Call() {
                    @Override
                    public Object make() throws Throwable {
                        try {
                            return method.invoke(real, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }

                    @Override
                    public List<Object> arguments() {
                        return arguments == null
                                ? List.of()
                                : Stream.of(arguments).toList();
                    }
                }));
    }
}
