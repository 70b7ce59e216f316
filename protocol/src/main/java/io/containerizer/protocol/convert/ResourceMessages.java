package io.containerizer.protocol.convert;

import io.containerizer.api.Bytes;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.Resources;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Amounts: cpus, mem and disk. In messages the latter two are in megabytes, with fractions. */
public final class ResourceMessages {

    private static final String CPUS = "cpus";
    private static final String MEM = "mem";
    private static final String DISK = "disk";

    private static final double MEGABYTE = Bytes.megabytes(1).value();

    private ResourceMessages() {}

    /** The sum of each amount; resources of other names, and other kinds than scalars, are passed over. */
    public static Resources fromRequest(List<Resource> resources) {
        double cpus = 0;
        double mem = 0;
        double disk = 0;
        for (Resource resource : resources) {
            double amount = resource.getScalar().getValue();
            switch (resource.getName()) {
                case CPUS -> cpus += amount;
                case MEM -> mem += amount;
                case DISK -> disk += amount;
                default -> {}
            }
        }
        return new Resources(thousandths(cpus), bytes(MEM, mem), bytes(DISK, disk));
    }

    /** Limits by name; an infinite one is one. */
    public static Resources fromLimits(Map<String, Value.Scalar> limits) {
        return new Resources(
                thousandths(amount(limits, CPUS)), bytes(MEM, amount(limits, MEM)), bytes(DISK, amount(limits, DISK)));
    }

    private static double amount(Map<String, Value.Scalar> limits, String name) {
        return limits.getOrDefault(name, Value.Scalar.getDefaultInstance()).getValue();
    }

    /** As exact as amounts are in messages, whose sums would otherwise have traces of binary fractions. */
    private static double thousandths(double amount) {
        return Double.isFinite(amount) && Math.abs(amount) < 1e9 ? Math.round(amount * 1000) / 1000.0 : amount;
    }

    private static Bytes bytes(String name, double megabytes) {
        if (megabytes == Double.POSITIVE_INFINITY) {
            return Resources.UNLIMITED;
        }
        double bytes = thousandths(megabytes) * MEGABYTE;
        if (!(bytes >= 0) || bytes >= Long.MAX_VALUE) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_SPEC, "check " + name, Double.toString(megabytes), "it is no amount")
                    .withHint("give megabytes");
        }
        return new Bytes((long) bytes);
    }

    /** What is given, each as a scalar of its own; an amount without limit as infinite. */
    public static List<Resource> toMessages(Resources resources) {
        List<Resource> messages = new ArrayList<>();
        if (resources.hasCpus()) {
            messages.add(scalar(CPUS, resources.cpus()));
        }
        if (resources.hasMemory()) {
            messages.add(scalar(MEM, megabytes(resources.memory())));
        }
        if (resources.hasDisk()) {
            messages.add(scalar(DISK, megabytes(resources.disk())));
        }
        return List.copyOf(messages);
    }

    private static double megabytes(Bytes amount) {
        return amount.equals(Resources.UNLIMITED) ? Double.POSITIVE_INFINITY : amount.value() / MEGABYTE;
    }

    private static Resource scalar(String name, double amount) {
        return Resource.newBuilder()
                .setName(name)
                .setType(Value.Type.SCALAR)
                .setScalar(Value.Scalar.newBuilder().setValue(amount))
                .build();
    }
}
