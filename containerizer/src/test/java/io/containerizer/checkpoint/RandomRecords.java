package io.containerizer.checkpoint;

import io.containerizer.api.Bytes;
import io.containerizer.api.Command;
import io.containerizer.api.ContainerClass;
import io.containerizer.api.ContainerId;
import io.containerizer.api.ContainerSpec;
import io.containerizer.api.ImageRequest;
import io.containerizer.api.Overlay;
import io.containerizer.api.Resources;
import io.containerizer.api.Rlimit;
import io.containerizer.api.Volume;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Makes records of any class with random contents, component by component; those with rules get what obeys them. */
public final class RandomRecords {

    private static final List<String> TEXTS = List.of(
            "",
            "a",
            "two words",
            "\"quoted\"",
            "back\\slash",
            "line\nend",
            "\ttab",
            "\u00e4\u65e5\ud83d\ude00",
            "{}",
            "null",
            "Infinity",
            "<html>&'",
            "\u2028");

    private final Random random;

    public RandomRecords(Random random) {
        this.random = random;
    }

    public <T extends Record> T make(Class<T> type) {
        return type.cast(of(type));
    }

    private Object of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        }
        Class<?> raw = (Class<?>) type;
        if (raw == ContainerId.class) {
            return id();
        } else if (raw == Command.class) {
            return command();
        } else if (raw == ContainerSpec.class) {
            return spec();
        } else if (raw == ImageRequest.class) {
            return new ImageRequest("image/" + name(), flip());
        } else if (raw == Bytes.class) {
            return new Bytes(random.nextLong() >>> random.nextInt(1, 64));
        } else if (raw == Resources.class) {
            double cpus = random.nextInt(4) == 0 ? Double.POSITIVE_INFINITY : random.nextDouble(100);
            return new Resources(cpus, (Bytes) of(Bytes.class), (Bytes) of(Bytes.class));
        } else if (raw == Rlimit.class) {
            long soft = random.nextInt(1000);
            return new Rlimit((Rlimit.Type) of(Rlimit.Type.class), soft, random.nextBoolean() ? -1 : soft + 1);
        } else if (raw == Volume.class) {
            return volume((Volume.Source) of(Volume.Source.class));
        } else if (raw == Overlay.class) {
            return new Overlay(
                    List.of((Path) scalar(Path.class), (Path) scalar(Path.class)),
                    flip() ? Optional.empty() : Optional.of((Overlay.Writable) record(Overlay.Writable.class)));
        } else if (raw == Volume.HostPath.class) {
            return new Volume.HostPath("/" + name());
        } else if (raw == Volume.Persistent.class) {
            return new Volume.Persistent(name() + "/" + name(), name());
        } else if (raw == Volume.SandboxPath.class) {
            return new Volume.SandboxPath(name(), flip());
        }
        return scalar(raw);
    }

    private Object scalar(Class<?> raw) {
        if (raw.isEnum()) {
            return pick(List.of(raw.getEnumConstants()));
        } else if (raw.isInterface() && raw.isSealed()) {
            return of(pick(leaves(raw).toList()));
        } else if (raw.isRecord()) {
            return record(raw);
        }
        return switch (raw.getSimpleName()) {
            case "String" -> text();
            case "int", "Integer" -> random.nextInt();
            case "long" -> random.nextLong();
            case "double" -> random.nextInt(4) == 0 ? 0.0 : random.nextDouble() * 1e9;
            case "boolean" -> flip();
            case "Path" -> Path.of("/" + name(), name());
            case "OptionalInt" -> flip() ? OptionalInt.empty() : OptionalInt.of(random.nextInt());
            default -> throw new IllegalArgumentException("no way to make a " + raw);
        };
    }

    private Object generic(Class<?> raw, Type[] of) {
        int size = random.nextInt(4);
        if (raw == Optional.class) {
            return flip() ? Optional.empty() : Optional.of(of(of[0]));
        } else if (raw == List.class) {
            return Stream.generate(() -> of(of[0])).limit(size).toList();
        } else if (raw == Map.class) {
            Map<Object, Object> map = new LinkedHashMap<>();
            times(size, () -> map.put(of(of[0]), of(of[1])));
            return map;
        }
        LinkedHashSet<Object> set = new LinkedHashSet<>();
        times(size, () -> set.add(of(of[0])));
        return set;
    }

    private Object record(Class<?> type) {
        return record(type, component -> of(component.getGenericType()));
    }

    private static Object record(Class<?> type, Function<RecordComponent, Object> value) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            var constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(Arrays.stream(components).map(value).toArray());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(type.toString(), e);
        }
    }

    private ContainerId id() {
        return new ContainerId(
                Stream.generate(this::name).limit(random.nextInt(1, 4)).toList());
    }

    private Command command() {
        Map<String, String> environment = new LinkedHashMap<>();
        times(random.nextInt(4), () -> environment.put(name(), text()));
        boolean shell = flip();
        String value = shell ? "line " + text() : text();
        return new Command(
                shell,
                value,
                Stream.generate(this::text).limit(random.nextInt(4)).toList(),
                environment);
    }

    private ContainerSpec spec() {
        ContainerId id = id();
        String noRoot = flip() ? "rootfs" : "image"; // one of the two at most
        ContainerSpec any = (ContainerSpec) record(ContainerSpec.class, c -> {
            if (c.getName().equals(noRoot)) {
                return Optional.empty();
            }
            return switch (c.getName()) {
                case "id" -> id;
                case "volumes" -> volumes(id.isNested());
                case "containerClass" -> ContainerClass.DEFAULT;
                default -> of(c.getGenericType());
            };
        });
        boolean hostRoot = any.rootfs().isEmpty() && any.image().isEmpty();
        return any.id().isNested() && hostRoot && any.volumes().isEmpty() && flip()
                ? ContainerSpec.builder(any.id(), any.command())
                        .containerClass(ContainerClass.DEBUG)
                        .build()
                : any;
    }

    private Volume volume(Volume.Source source) {
        if (source instanceof Volume.Persistent) {
            Bytes size = new Bytes(1 + random.nextLong(1L << 50));
            return new Volume("x/" + name(), source, flip(), Volume.Propagation.PRIVATE, Optional.of(size));
        }
        Volume volume = new Volume("/x/" + name(), source, flip(), (Volume.Propagation) of(Volume.Propagation.class));
        return flip() ? volume : volume.withQuota((Bytes) of(Bytes.class));
    }

    /** No persistent one twice, and of a nested container none at all. */
    private List<Volume> volumes(boolean nested) {
        Set<Volume.Source> persistent = new HashSet<>();
        return Stream.generate(() -> (Volume) of(Volume.class))
                .limit(random.nextInt(4))
                .filter(v -> !(v.source() instanceof Volume.Persistent) || (!nested && persistent.add(v.source())))
                .toList();
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Arrays.stream(type.getPermittedSubclasses()).flatMap(RandomRecords::leaves);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private boolean flip() {
        return random.nextBoolean();
    }

    private String text() {
        return pick(TEXTS);
    }

    private String name() {
        return "n" + random.nextInt(100);
    }

    private static void times(int count, Runnable part) {
        for (int i = 0; i < count; i++) {
            part.run();
        }
    }
}
