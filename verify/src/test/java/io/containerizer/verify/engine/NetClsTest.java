package io.containerizer.verify.engine;

import static io.containerizer.verify.engine.EngineFixture.eventually;
import static io.containerizer.verify.engine.EngineFixture.shell;
import static io.containerizer.verify.engine.EngineFixture.within;
import static io.containerizer.verify.engine.PacketNetwork.ISOLATION;
import static io.containerizer.verify.engine.PacketNetwork.sender;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.containerizer.api.CgroupInfo;
import io.containerizer.api.ContainerId;
import io.containerizer.api.LinuxInfo;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.linux.cgroup.Hierarchies;
import io.containerizer.linux.cgroup.PacketTag;
import io.containerizer.linux.syscall.FfmCgroupCalls;
import io.containerizer.linux.syscall.FfmSyscalls;
import io.containerizer.testkit.RequiresTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real packets. A host with both versions runs the tests on each. */
@KernelTest
@RequiresTool("unshare")
@RequiresTool("tc")
@RequiresTool("nft")
@ExtendWith(NetClsHierarchy.class)
class NetClsTest {

    private static final FfmCgroupCalls CGROUPS = new FfmCgroupCalls(new FfmSyscalls());

    enum Version {
        ONE,
        TWO
    }

    private static PacketNetwork network(EngineFixture fixture, Version version) {
        if (version == Version.ONE) {
            assumeTrue(NetClsHierarchy.isOfVersionOne(), "needs cgroup v1 with net_cls");
            PacketNetwork.assume(
                    "tc filter cgroup or nft meta cgroup",
                    "tc filter add dev v0 parent 10: protocol ip prio 1 handle 1: cgroup || {"
                            + " nft add table inet t; nft 'add chain inet t o { type filter hook output priority 0; }';"
                            + " nft add rule inet t o meta cgroup != 0 meta priority set meta cgroup; }");
        } else {
            assumeTrue(Hierarchies.ofThisHost().unified().isPresent(), "needs a cgroup v2 mount");
            PacketNetwork.assume("tc with htb", "");
        }
        return new PacketNetwork(fixture, flags(fixture), version == Version.ONE, version == Version.TWO);
    }

    private static Map<String, String> flags(EngineFixture fixture) {
        Map<String, String> flags = fixture.flags(ISOLATION);
        flags.put("cgroups_net_cls_primary_handle", "0x10");
        return flags;
    }

    @ParameterizedTest
    @EnumSource
    void eachContainersPacketsLandInItsOwnClass(Version version, EngineFixture fixture) {
        PacketNetwork network = network(fixture, version);
        try (var _ = network.engine(sender("send 50"), sender("send 70; wait_for again; send 1"))) {
            network.inside("exec 3>/dev/udp/10.9.0.2/9; for i in 1 2 3 4 5; do echo x >&3; done");
            eventually("all were sent", () -> network.packets(1) >= 50 && network.packets(2) >= 70);
            network.tell("c1", "again");
            eventually("one more was sent", () -> network.packets(2) >= 71);
            assertThat(network.packets(1)).isEqualTo(50);
            assertThat(network.packets(2)).isEqualTo(71);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nftCountsExactlyTheContainersPackets(Version version, EngineFixture fixture) {
        PacketNetwork network = network(fixture, version);
        String rules = version == Version.ONE
                ? "nft add table inet t; nft 'add chain inet t o { type filter hook output priority 0; }';"
                        + " nft add rule inet t o meta cgroup 0x00100001 counter"
                : "nft add table netdev t; nft 'add chain netdev t o { type filter hook egress device v0 priority 0; }';"
                        + " nft add rule netdev t o meta mark 0x00100001 counter";
        PacketNetwork.assume("nft with such rules", rules);
        try (var _ = network.engine(sender("wait_for go; send 40"), sender("wait_for go; send 60"))) {
            network.inside("set -e; " + rules);
            network.tell("c0", "go");
            network.tell("c1", "go");
            network.inside("exec 3>/dev/udp/10.9.0.2/9; for i in 1 2 3 4 5; do echo x >&3; done");
            eventually("all were sent", () -> network.packets(1) >= 40 && network.packets(2) >= 60);
            assertThat(network.inside("nft list ruleset")).contains("counter packets 40 ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSocketThatIsOpenFollowsAnUpdate(Version version, EngineFixture fixture) throws IOException {
        PacketNetwork network = network(fixture, version);
        try (var _ = network.engine(sender("send 10; wait_for go; send 20"))) {
            eventually("the first were sent", () -> network.packets(1) == 10);
            Path cgroup = network.cgroup("c0");
            if (version == Version.ONE) {
                Files.writeString(cgroup.resolve("net_cls.classid"), Integer.toString(0x0010_0002));
            } else {
                PacketTag tag = new PacketTag(0x0010_0002);
                CGROUPS.attachEgress(cgroup.toString(), tag.name(), tag.instructions());
                assertThat(CGROUPS.egress(cgroup.toString())).contains("netcls_00100002");
            }
            network.tell("c0", "go");
            eventually("the others were sent", () -> network.packets(2) >= 20);
            assertThat(network.packets(1)).isEqualTo(10);
            assertThat(network.packets(2)).isEqualTo(20);
        }
    }

    /** As with a nested container that has cgroups of its own. */
    @Test
    void inVersionTwoTheInnermostProgramHoldsAlone(EngineFixture fixture) {
        PacketNetwork network = network(fixture, Version.TWO);
        try (var _ = network.engine(sender("wait_for go; send 20"))) {
            PacketTag tag = new PacketTag(0x0010_0002);
            CGROUPS.attachEgress(network.cgroup("c0").resolve("leaf").toString(), tag.name(), tag.instructions());
            network.tell("c0", "go");
            eventually("all were sent", () -> network.packets(2) >= 20);
            assertThat(network.packets(1)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void ratesHold(Version version, EngineFixture fixture) {
        PacketNetwork network = network(fixture, version);
        String timed = "wait_for go; a=${EPOCHREALTIME/./}; send 300; echo $((${EPOCHREALTIME/./} - a))";
        try (var _ = network.engine(sender(timed), sender(timed))) {
            network.tell("c0", "go");
            long slow = micros(fixture, "c0"); // 2.5 Mbit at 1 Mbit/s, less what is in the queue yet
            network.tell("c1", "go");
            long fast = micros(fixture, "c1");
            assertThat(slow).isBetween(1_000_000L, 10_000_000L);
            assertThat(fast).isLessThan(slow);
        }
    }

    private static long micros(EngineFixture fixture, String container) {
        ContainerId id = ContainerId.of(container);
        eventually("all were sent", () -> fixture.stdout(id).endsWith("\n"));
        return Long.parseLong(fixture.stdout(id).strip());
    }

    /** On whichever version this host's engines use. */
    @Test
    void aClassOutlivesTheEngine(EngineFixture fixture) {
        PacketNetwork network = network(fixture, NetClsHierarchy.isOfVersionOne() ? Version.ONE : Version.TWO);
        ContainerId first = ContainerId.of("c0");
        ContainerId next = ContainerId.of("next");
        EngineProcess engine = new PacketNetwork(fixture, flags(fixture), network.filter(), false)
                .start(sender("wait_for go; send 30"));
        engine.kill();
        Containerizer second = fixture.engine(flags(fixture));
        assertThat(second.status(first).cgroupInfo()).contains(CgroupInfo.ofClassid(0x0010_0001));
        second.recover();
        assertThat(second.status(first).cgroupInfo()).contains(CgroupInfo.ofClassid(0x0010_0001));
        network.tell("c0", "go");
        eventually("all were sent", () -> network.packets(1) >= 30);
        assertThat(network.packets(1)).isEqualTo(30);
        second.launch(shell(next, "sleep 1000").build());
        assertThat(second.status(next).cgroupInfo()).contains(CgroupInfo.ofClassid(0x0010_0002));
        within(second.destroy(first));
        second.remove(first);
        second.launch(shell(first, "sleep 1000").build());
        assertThat(second.status(first).cgroupInfo()).contains(CgroupInfo.ofClassid(0x0010_0001));
    }

    @Test
    void aNestedContainerMayHaveAClassOfItsOwn(EngineFixture fixture) {
        assumeTrue(
                NetClsHierarchy.isOfVersionOne()
                        || Hierarchies.ofThisHost().unified().isPresent(),
                "needs net_cls or cgroup v2");
        Containerizer engine = fixture.engine(flags(fixture));
        ContainerId parent = ContainerId.of("parent");
        ContainerId shares = parent.child("shares");
        ContainerId owns = parent.child("owns");
        engine.launch(shell(parent, "sleep 1000").build());
        engine.launch(shell(shares, "sleep 1000").build());
        engine.launch(shell(owns, "sleep 1000")
                .linux(LinuxInfo.DEFAULT.withShareCgroups(false))
                .build());
        assertThat(engine.status(parent).cgroupInfo()).contains(CgroupInfo.ofClassid(0x0010_0001));
        assertThat(engine.status(shares).cgroupInfo()).contains(CgroupInfo.ofClassid(0x0010_0001));
        assertThat(engine.status(owns).cgroupInfo()).contains(CgroupInfo.ofClassid(0x0010_0002));
        within(engine.destroy(parent));
        assertThat(engine.status(owns).cgroupInfo()).isEmpty();
    }
}
