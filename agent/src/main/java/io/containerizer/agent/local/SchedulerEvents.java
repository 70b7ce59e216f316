package io.containerizer.agent.local;

import com.google.protobuf.ByteString;
import io.containerizer.agent.state.AgentInfo;
import io.containerizer.protocol.mesos.Address;
import io.containerizer.protocol.mesos.AgentID;
import io.containerizer.protocol.mesos.ExecutorID;
import io.containerizer.protocol.mesos.FrameworkID;
import io.containerizer.protocol.mesos.MasterInfo;
import io.containerizer.protocol.mesos.Offer;
import io.containerizer.protocol.mesos.OfferID;
import io.containerizer.protocol.mesos.TaskStatus;
import io.containerizer.protocol.mesos.scheduler.Event;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;

/** Makes what schedulers are told. */
final class SchedulerEvents {

    static final Event HEARTBEAT =
            Event.newBuilder().setType(Event.Type.HEARTBEAT).build();

    private SchedulerEvents() {}

    static Event subscribed(FrameworkID framework, AgentInfo agent, String master, Duration heartbeat) {
        MasterInfo info = MasterInfo.newBuilder()
                .setId(master)
                .setIp(number(agent.address()))
                .setPort(agent.port())
                .setPid("master@" + agent.address() + ":" + agent.port())
                .setHostname(agent.hostname())
                .setVersion(agent.build().version())
                .setAddress(Address.newBuilder()
                        .setHostname(agent.hostname())
                        .setIp(agent.address())
                        .setPort(agent.port()))
                .build();
        return Event.newBuilder()
                .setType(Event.Type.SUBSCRIBED)
                .setSubscribed(Event.Subscribed.newBuilder()
                        .setFrameworkId(framework)
                        .setHeartbeatIntervalSeconds(heartbeat.toMillis() / 1000.0)
                        .setMasterInfo(info))
                .build();
    }

    /** An IPv4 address as Mesos packs it: its bytes in memory are in the network's order. */
    private static int number(String address) {
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length == Integer.BYTES
                    ? ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt()
                    : 0;
        } catch (UnknownHostException e) {
            return 0;
        }
    }

    static Event offers(List<Offer> offers) {
        return Event.newBuilder()
                .setType(Event.Type.OFFERS)
                .setOffers(Event.Offers.newBuilder().addAllOffers(offers))
                .build();
    }

    static Event rescind(OfferID offer) {
        return Event.newBuilder()
                .setType(Event.Type.RESCIND)
                .setRescind(Event.Rescind.newBuilder().setOfferId(offer))
                .build();
    }

    static Event update(TaskStatus status) {
        return Event.newBuilder()
                .setType(Event.Type.UPDATE)
                .setUpdate(Event.Update.newBuilder().setStatus(status))
                .build();
    }

    static Event failure(AgentID agent, ExecutorID executor, int status) {
        return Event.newBuilder()
                .setType(Event.Type.FAILURE)
                .setFailure(Event.Failure.newBuilder()
                        .setAgentId(agent)
                        .setExecutorId(executor)
                        .setStatus(status))
                .build();
    }

    static Event message(AgentID agent, ExecutorID executor, ByteString data) {
        return Event.newBuilder()
                .setType(Event.Type.MESSAGE)
                .setMessage(Event.Message.newBuilder()
                        .setAgentId(agent)
                        .setExecutorId(executor)
                        .setData(data))
                .build();
    }

    static Event error(String message) {
        return Event.newBuilder()
                .setType(Event.Type.ERROR)
                .setError(Event.Error.newBuilder().setMessage(message))
                .build();
    }
}
