package io.containerizer.agent.manage;

import io.containerizer.agent.api.OutputStreams;
import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.auth.Realm;
import io.containerizer.agent.containers.Containers;
import io.containerizer.agent.containers.Permissions;
import io.containerizer.agent.endpoints.Endpoint;
import io.containerizer.agent.http.Guarded;
import io.containerizer.agent.http.Handler;
import io.containerizer.agent.state.Frameworks;
import io.containerizer.api.FlagValues;
import io.containerizer.lifecycle.ContainerView;
import io.containerizer.lifecycle.Containerizer;
import io.containerizer.lifecycle.StoredContainer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The endpoints below {@code /containerizer} by which the program's commands work with an agent. */
public final class ManageEndpoints {

    private static final String PREFIX = "/containerizer/";
    private static final String OF_CONTAINERS =
            "view_standalone_containers, view_containers: what may not be seen is left out";

    private final Parts parts;
    private final Replies replies;

    /**
     * What they work on.
     *
     * @param flags the engine's
     * @param recovered whether the agent knows its containers again
     * @param agentUser whom containers run as whose request names nobody
     */
    public record Parts(
            Containerizer engine,
            FlagValues flags,
            Containers containers,
            Frameworks frameworks,
            Authorizer authorizer,
            Permissions permissions,
            OutputStreams streams,
            BooleanSupplier recovered,
            String agentUser) {}

    public ManageEndpoints(Parts parts) {
        this.parts = parts;
        this.replies = new Replies(parts.recovered());
    }

    /** In the order of their paths. */
    public List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>(ofContainers());
        all.addAll(ofImages());
        all.addAll(ofHost());
        all.sort(Comparator.comparing(Endpoint::path));
        return List.copyOf(all);
    }

    private List<Endpoint> ofContainers() {
        ContainerHandlers containers =
                new ContainerHandlers(parts.containers(), parts.frameworks(), parts.permissions(), parts.streams());
        return List.of(
                view(
                        "containers",
                        List.of(),
                        OF_CONTAINERS,
                        "containers, those that have ended included",
                        containers::list),
                view(
                        "inspect",
                        List.of(ContainerHandlers.ID),
                        OF_CONTAINERS,
                        "all that is known of a container",
                        containers::inspect),
                view("usage", List.of(ContainerHandlers.ID), OF_CONTAINERS, "what a container uses", containers::usage),
                view(
                        "output",
                        List.of(ContainerHandlers.ID, "stdout", "stderr", "follow"),
                        "attach_containers_output, access_sandboxes after its end",
                        "what a container has written, as records",
                        containers::output),
                view(
                        "wait",
                        List.of(ContainerHandlers.ID),
                        "as WAIT_CONTAINER",
                        "how a container ended, once it has",
                        containers::await),
                change(
                        "remove",
                        List.of(ContainerHandlers.ID),
                        "as REMOVE_CONTAINER",
                        "nothing; what is left of a container is removed",
                        containers::remove),
                change(
                        "launch",
                        List.of("input"),
                        "as LAUNCH_CONTAINER",
                        "nothing; the body is the engine's request for a container",
                        containers::launch),
                change(
                        "session",
                        List.of("input"),
                        "as LAUNCH_NESTED_CONTAINER_SESSION",
                        "what the command writes, as records; the body is as for `launch`",
                        containers::session));
    }

    private List<Endpoint> ofImages() {
        ImageHandlers images = new ImageHandlers(parts.flags(), this::living, parts.authorizer(), parts.agentUser());
        return List.of(
                guarded("images", List.of(), "images, and which containers use them", images::list),
                guarded(
                        "images/inspect",
                        List.of("name", "platform"),
                        "all that is known of an image",
                        images::inspect),
                change(
                        "images/pull",
                        List.of("name", "platform", "policy"),
                        "manage_images; launch_standalone_containers unless `policy` is `always`",
                        "how far an image is, a JSON object a line",
                        images::pull),
                new Endpoint(
                        PREFIX + "images/import",
                        Realm.READWRITE,
                        List.of("name", "platform"),
                        "manage_images",
                        "the same; the body is an archive of images",
                        replies.post("application/x-tar", images::take)),
                change(
                        "images/remove",
                        List.of("name"),
                        "manage_images",
                        "nothing; an image is removed",
                        images::remove),
                change(
                        "images/prune",
                        List.of("headroom", "keep"),
                        "prune_images",
                        "images that were removed",
                        images::prune));
    }

    private List<StoredContainer> living() {
        return parts.containers().all().stream()
                .filter(view -> view.termination().isEmpty())
                .map(ContainerView::stored)
                .toList();
    }

    private List<Endpoint> ofHost() {
        HostHandlers host = new HostHandlers(parts.engine(), parts.flags(), parts.authorizer());
        return List.of(
                guarded("volumes", List.of(), "persistent volumes, and which containers use them", host::volumes),
                change(
                        "volumes/remove",
                        List.of("volume"),
                        "manage_volumes",
                        "nothing; a volume is removed",
                        host::removeVolume),
                guarded("doctor", List.of("isolation"), "which isolators the host can support", host::doctor));
    }

    private Endpoint view(String name, List<String> parameters, String access, String meaning, Handler handler) {
        return new Endpoint(PREFIX + name, Realm.READONLY, parameters, access, meaning, replies.get(handler));
    }

    private Endpoint guarded(String name, List<String> parameters, String meaning, Handler handler) {
        String path = PREFIX + name;
        Handler guard = new Guarded(parts.authorizer(), Action.GET_ENDPOINTS, path, replies.get(handler));
        return new Endpoint(path, Realm.READONLY, parameters, "get_endpoints", meaning, guard);
    }

    private Endpoint change(String name, List<String> parameters, String access, String meaning, Handler handler) {
        return new Endpoint(PREFIX + name, Realm.READWRITE, parameters, access, meaning, replies.post(handler));
    }
}
