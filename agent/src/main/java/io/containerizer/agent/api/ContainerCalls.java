package io.containerizer.agent.api;

import io.containerizer.agent.containers.Containers;
import io.containerizer.agent.containers.Permissions;
import io.containerizer.agent.state.Frameworks;
import io.containerizer.protocol.mesos.agent.Call;
import java.util.EnumMap;
import java.util.Map;

/** The calls about containers. */
public final class ContainerCalls {

    private ContainerCalls() {}

    @SuppressWarnings("deprecation") // the calls for nested containers are still made
    public static Map<Call.Type, CallHandler> all(
            Containers containers, Frameworks frameworks, Permissions permissions, OutputStreams streams) {
        LaunchCalls launch = new LaunchCalls(containers, permissions);
        WaitCalls wait = new WaitCalls(containers, permissions);
        KillCalls kill = new KillCalls(containers, permissions);
        ListCalls list = new ListCalls(containers, frameworks, permissions);
        OutputCalls output = new OutputCalls(containers, permissions, streams);
        InputCalls input = new InputCalls(containers, permissions);
        Map<Call.Type, CallHandler> all = new EnumMap<>(Call.Type.class);
        all.put(Call.Type.LAUNCH_CONTAINER, launch::launch);
        all.put(Call.Type.LAUNCH_NESTED_CONTAINER, launch::launchNested);
        all.put(Call.Type.WAIT_CONTAINER, wait::await);
        all.put(Call.Type.WAIT_NESTED_CONTAINER, wait::awaitNested);
        all.put(Call.Type.KILL_CONTAINER, kill::kill);
        all.put(Call.Type.KILL_NESTED_CONTAINER, kill::killNested);
        all.put(Call.Type.REMOVE_CONTAINER, kill::remove);
        all.put(Call.Type.REMOVE_NESTED_CONTAINER, kill::removeNested);
        all.put(Call.Type.GET_CONTAINERS, list::list);
        all.put(Call.Type.PRUNE_IMAGES, new PruneCalls(containers, permissions)::prune);
        all.put(Call.Type.ATTACH_CONTAINER_OUTPUT, output::attach);
        all.put(Call.Type.LAUNCH_NESTED_CONTAINER_SESSION, output::session);
        all.put(Call.Type.ATTACH_CONTAINER_INPUT, input::attach);
        return all;
    }
}
