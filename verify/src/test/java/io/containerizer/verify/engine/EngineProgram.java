package io.containerizer.verify.engine;

import io.containerizer.api.Bytes;
import io.containerizer.api.Command;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.FlagValues;
import io.containerizer.api.ImageRequest;
import io.containerizer.api.Volume;
import io.containerizer.checkpoint.Disk;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.Seams;
import io.containerizer.linux.syscall.FfmSyscalls;
import io.containerizer.linux.syscall.Syscalls;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An engine in a process of its own, which can be killed: {@code EngineProgram DIE_AT LINE...}. Launches one container
 * per shell line ({@code c0}, {@code c1}, ...), prints {@code ready}, and at the end of its input destroys them. With
 * DIE_AT above 0 it kills itself (SIGKILL) in place of that many-th operation on kernel or disk, of those whose names
 * match the variable ENGINE_DIES_AT, if it is set. A line that starts with
 * {@code /path:} gets that directory of the host as its volume {@code in}, with {@code persistent:ROLE/ID:} that
 * persistent volume of 10MB as {@code data}; one that starts with {@code id.child:} is run
 * in a nested container of that id. All are of an image with the layers that the variable ENGINE_LAYERS names, if it
 * names any.
 */
final class EngineProgram {

    private static final String PERSISTENT = "persistent:";

    private EngineProgram() {}

    public static void main(String[] args) throws IOException {
        Map<String, String> flags = new HashMap<>();
        Arrays.stream(System.getenv("ENGINE_FLAGS").split(" ")).forEach(f -> {
            String[] parts = f.split("=", 2);
            flags.put(parts[0], parts[1]);
        });
        Bomb bomb = new Bomb(
                new AtomicInteger(args[0].equals("0") ? Integer.MAX_VALUE : Integer.parseInt(args[0])),
                Pattern.compile(System.getenv().getOrDefault("ENGINE_DIES_AT", ".*")));
        Seams real = Seams.real();
        Seams seams =
                new Seams(bomb.wire(Disk.class, real.disk()), real.clock(), calls -> bomb.wire(Syscalls.class, calls));
        List<Path> layers = Arrays.stream(
                        System.getenv().getOrDefault("ENGINE_LAYERS", "").split(" "))
                .filter(layer -> !layer.isEmpty())
                .map(Path::of)
                .toList();
        TestImages images = new TestImages(Path.of("/")).add("test/image", layers);
        Containerizer engine = Containerizer.open(new FlagValues(flags), seams.withImages(given -> images));
        List<ContainerId> ids = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            Optional<Volume> persistent = persistent(args[i]);
            int colon = persistent.isPresent()
                    ? args[i].indexOf(':', PERSISTENT.length())
                    : args[i].matches("(/.*|\\w+\\.\\w+):.*") ? args[i].indexOf(':') : -1;
            boolean volume = args[i].startsWith("/") || persistent.isPresent();
            ContainerId id = colon >= 0 && !volume
                    ? ContainerId.parse(args[i].substring(0, colon))
                    : ContainerId.of("c" + (i - 1));
            ContainerSpec.Builder spec = ContainerSpec.builder(id, Command.shell(args[i].substring(colon + 1)))
                    .volumes(
                            !volume
                                    ? List.of()
                                    : List.of(persistent.orElse(Volume.of(args[i].substring(0, colon), "in"))));
            if (!layers.isEmpty()) {
                spec.image(new ImageRequest("test/image", true));
            }
            engine.launch(spec.build());
            ids.add(id);
        }
        System.out.println("ready");
        System.out.flush();
        while (System.in.read() >= 0) {
            // until the test lets go
        }
        ids.forEach(id -> engine.destroy(id).join());
        engine.close();
    }

    private static Optional<Volume> persistent(String line) {
        Matcher named = Pattern.compile(PERSISTENT + "(.*?)/([^/:]*):.*").matcher(line);
        return named.matches()
                ? Optional.of(Volume.persistent(named.group(1), named.group(2), "data", Bytes.megabytes(10)))
                : Optional.empty();
    }

    /** Counts operations and ends the process in place of one of them. */
    private record Bomb(AtomicInteger left, Pattern counted) {
        <T> T wire(Class<T> type, T real) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
                        if (!method.getName().equals("epollWait")
                                && counted.matcher(method.getName()).matches()
                                && left.decrementAndGet() == 0) {
                            Syscalls calls = new FfmSyscalls();
                            calls.pidfdSignal(calls.pidfdOpen(calls.pid()), 9);
                            Thread.sleep(10_000);
                        }
                        try {
                            return method.invoke(real, args);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }
    }
}
