package io.containerizer.agent.state;

import io.containerizer.protocol.mesos.AgentID;
import io.containerizer.protocol.mesos.Resource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an agent tells of itself for as long as it runs.
 *
 * @param id made by the agent, and the same after restarts
 * @param hostname what others reach it by
 * @param address its IP address, or that which it advertises
 * @param startTime seconds since 1970
 * @param resources all of this host's that containers may use
 * @param attributes by name
 * @param flags those with a value, as they are written
 */
public record AgentInfo(
        String id,
        String hostname,
        String address,
        int port,
        double startTime,
        BuildInfo build,
        List<Resource> resources,
        Map<String, Attribute> attributes,
        Map<String, String> flags) {

    /** What Mesos' agents can do beside their duty, and this one can. */
    public static final List<String> CAPABILITIES =
            List.of("MULTI_ROLE", "HIERARCHICAL_ROLE", "RESERVATION_REFINEMENT", "TASK_RESOURCE_LIMITS");

    public AgentInfo {
        resources = List.copyOf(resources);
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        flags = Collections.unmodifiableMap(new TreeMap<>(flags));
    }

    /** A flag's value, if it has one. */
    public Optional<String> flag(String name) {
        return Optional.ofNullable(flags.get(name));
    }

    /** As Mesos names the agent among its processes. */
    public String pid() {
        return "slave(1)@" + address + ":" + port;
    }

    public io.containerizer.protocol.mesos.AgentInfo message() {
        var message = io.containerizer.protocol.mesos.AgentInfo.newBuilder()
                .setHostname(hostname)
                .setPort(port)
                .addAllResources(resources)
                .setId(AgentID.newBuilder().setValue(id));
        attributes.forEach((name, attribute) -> message.addAttributes(attribute.message(name)));
        return message.build();
    }
}
