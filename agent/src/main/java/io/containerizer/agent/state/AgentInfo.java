package io.containerizer.agent.state;

import io.containerizer.protocol.mesos.AgentID;
import io.containerizer.protocol.mesos.Resource;
import java.util.List;
import java.util.Map;

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

    public AgentInfo {
        resources = List.copyOf(resources);
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
