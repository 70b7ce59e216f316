package io.containerizer.agent.state;

/**
 * What an agent tells of itself for as long as it runs.
 *
 * @param id empty before a master gave it one, unless it needs none
 * @param hostname what others reach it by
 * @param address its IP address, or that which it advertises
 * @param startTime seconds since 1970
 */
public record AgentInfo(String id, String hostname, String address, int port, double startTime) {

    /** As Mesos names the agent among its processes. */
    public String pid() {
        return "slave(1)@" + address + ":" + port;
    }
}
