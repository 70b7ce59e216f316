package io.containerizer.agent.local;

import io.containerizer.agent.loop.Loop;
import io.containerizer.agent.resources.Amounts;
import io.containerizer.agent.state.AgentInfo;
import io.containerizer.protocol.mesos.Address;
import io.containerizer.protocol.mesos.AgentID;
import io.containerizer.protocol.mesos.Offer;
import io.containerizer.protocol.mesos.Resource;
import io.containerizer.protocol.mesos.URL;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Offers what is free to the framework that has the least of what it has most of, by dominant share. */
final class Allocator {

    /** Less than this of both is of no use to anybody. */
    private static final double LEAST_CPUS = 0.01;

    private static final double LEAST_MEM = 32;

    private final Loop loop;
    private final Offers offers;
    private final AgentInfo agent;

    Allocator(Loop loop, Offers offers, AgentInfo agent) {
        this.loop = loop;
        this.offers = offers;
        this.agent = agent;
    }

    void allocate(Collection<Subscription> frameworks) {
        List<Subscription> poorestFirst = frameworks.stream()
                .sorted(Comparator.comparingDouble(framework -> offers.share(framework.id())))
                .toList();
        for (Subscription framework : poorestFirst) {
            for (String role : framework.roles()) {
                if (framework.wants(role, loop.instant())) {
                    offer(framework, role);
                }
            }
        }
    }

    private void offer(Subscription framework, String role) {
        Amounts some = offers.free().only(resource -> Roles.mayUse(role, resource));
        if (some.scalar("cpus") < LEAST_CPUS && some.scalar("mem") < LEAST_MEM) {
            return;
        }
        Offers.Open open = offers.offer(framework.id(), role, some);
        List<Resource> resources = some.allocatedTo(role);
        Offer.Builder offer = Offer.newBuilder()
                .setId(open.id())
                .setFrameworkId(framework.id())
                .setAgentId(AgentID.newBuilder().setValue(agent.id()))
                .setHostname(agent.hostname())
                .setUrl(URL.newBuilder()
                        .setScheme("http")
                        .setAddress(Address.newBuilder()
                                .setHostname(agent.hostname())
                                .setIp(agent.address())
                                .setPort(agent.port()))
                        .setPath("/slave(1)"))
                .addAllResources(resources)
                .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole(role));
        agent.attributes().forEach((name, attribute) -> offer.addAttributes(attribute.message(name)));
        if (!framework.send(SchedulerEvents.offers(List.of(offer.build())))) {
            offers.take(open.id(), framework.id()).ifPresent(taken -> offers.release(taken.amounts()));
        }
    }
}
