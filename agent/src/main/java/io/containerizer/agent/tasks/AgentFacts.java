package io.containerizer.agent.tasks;

import java.util.Map;

/**
 * What tasks and executors are told of the agent, or get by its flags.
 *
 * @param id as its master knows it
 * @param address its IP address, which those without a network of their own have as well
 * @param switchUser whether tasks run as the users that they or their frameworks name
 * @param environment variables for all executors and their tasks
 */
public record AgentFacts(String id, String address, int port, boolean switchUser, Map<String, String> environment) {
    public AgentFacts {
        environment = Map.copyOf(environment);
    }

    String pid() {
        return "slave(1)@" + address + ":" + port;
    }

    String endpoint() {
        return address + ":" + port;
    }
}
