package io.containerizer.protocol;

import com.google.protobuf.Descriptors;
import com.google.protobuf.Message;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Every kind of message there is, by its full name: as this module has it, and as Mesos' own jar does. */
public final class MesosMessages {

    private static final SortedMap<String, Message> OURS = collectOurs();
    private static final SortedMap<String, org.apache.mesos.protobuf.Descriptors.Descriptor> THEIRS = collectTheirs();

    private MesosMessages() {}

    /** An empty message of each kind. */
    public static SortedMap<String, Message> ours() {
        return OURS;
    }

    public static SortedMap<String, org.apache.mesos.protobuf.Descriptors.Descriptor> theirs() {
        return THEIRS;
    }

    /** The names that the jar does not know. */
    public static SortedSet<String> onlyOurs() {
        SortedSet<String> names = new TreeSet<>(OURS.keySet());
        names.removeAll(THEIRS.keySet());
        return names;
    }

    private static SortedMap<String, Message> collectOurs() {
        SortedMap<String, Message> messages = new TreeMap<>();
        for (Descriptors.FileDescriptor file : new Descriptors.FileDescriptor[] {
            io.containerizer.protocol.mesos.Protos.getDescriptor(),
            io.containerizer.protocol.mesos.agent.Protos.getDescriptor(),
            io.containerizer.protocol.mesos.executor.Protos.getDescriptor(),
            io.containerizer.protocol.mesos.scheduler.Protos.getDescriptor()
        }) {
            String javaPackage = file.getOptions().getJavaPackage();
            file.getMessageTypes().forEach(d -> add(messages, d, javaPackage + "." + d.getName()));
        }
        return Collections.unmodifiableSortedMap(messages);
    }

    private static void add(Map<String, Message> messages, Descriptors.Descriptor descriptor, String javaName) {
        if (descriptor.getOptions().getMapEntry()) {
            return;
        }
        try {
            messages.put(descriptor.getFullName(), (Message)
                    Class.forName(javaName).getMethod("getDefaultInstance").invoke(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        descriptor.getNestedTypes().forEach(d -> add(messages, d, javaName + "$" + d.getName()));
    }

    private static SortedMap<String, org.apache.mesos.protobuf.Descriptors.Descriptor> collectTheirs() {
        SortedMap<String, org.apache.mesos.protobuf.Descriptors.Descriptor> messages = new TreeMap<>();
        for (org.apache.mesos.protobuf.Descriptors.FileDescriptor file :
                new org.apache.mesos.protobuf.Descriptors.FileDescriptor[] {
                    org.apache.mesos.v1.Protos.getDescriptor(),
                    org.apache.mesos.v1.agent.Protos.getDescriptor(),
                    org.apache.mesos.v1.executor.Protos.getDescriptor(),
                    org.apache.mesos.v1.scheduler.Protos.getDescriptor()
                }) {
            file.getMessageTypes().forEach(d -> add(messages, d));
        }
        return Collections.unmodifiableSortedMap(messages);
    }

    private static void add(
            Map<String, org.apache.mesos.protobuf.Descriptors.Descriptor> messages,
            org.apache.mesos.protobuf.Descriptors.Descriptor descriptor) {
        if (!descriptor.getOptions().getMapEntry()) {
            messages.put(descriptor.getFullName(), descriptor);
            descriptor.getNestedTypes().forEach(d -> add(messages, d));
        }
    }
}
