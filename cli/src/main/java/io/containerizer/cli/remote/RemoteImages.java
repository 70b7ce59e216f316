package io.containerizer.cli.remote;

import com.google.gson.JsonParseException;
import io.containerizer.agent.manage.Failure;
import io.containerizer.agent.manage.ListedImages;
import io.containerizer.agent.manage.PullEvent;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.checkpoint.RecordJson;
import io.containerizer.image.Compression;
import io.containerizer.image.Digest;
import io.containerizer.image.ImageReference;
import io.containerizer.image.Layer;
import io.containerizer.image.store.PullObserver;
import io.containerizer.image.supply.PullPolicy;
import io.containerizer.inventory.FetchedImage;
import io.containerizer.inventory.ImageRow;
import io.containerizer.inventory.PrunedImages;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The images of an agent. */
public final class RemoteImages {

    private static final String NAME = "name";

    private final AgentClient agent;
    private final Optional<String> platform;

    /** @param platform which variant; absent: the agent's */
    public RemoteImages(AgentClient agent, Optional<String> platform) {
        this.agent = agent;
        this.platform = platform;
    }

    public List<ImageRow> list() {
        return agent.get(ListedImages.class, "images", Map.of()).images();
    }

    /** As JSON. */
    public String inspect(ImageReference name) {
        return agent.text("images/inspect", query(Optional.of(name)));
    }

    public void remove(ImageReference name) {
        agent.change("images/remove", query(Optional.of(name)));
    }

    public PrunedImages prune(double headroom, Set<ImageReference> keep) {
        return agent.post(
                PrunedImages.class,
                "images/prune",
                Map.of(
                        "headroom",
                        Double.toString(headroom),
                        "keep",
                        keep.stream().map(ImageReference::toString).collect(Collectors.joining(","))));
    }

    public void pull(ImageReference name, PullPolicy policy, PullObserver observer, Consumer<FetchedImage> done) {
        Map<String, String> query = query(Optional.of(name));
        query.put("policy", policy.name().toLowerCase(Locale.ROOT));
        follow(agent.post("images/pull", query, Optional.empty()), observer, done);
    }

    /** Takes images out of an archive here. */
    public void take(Path file, Optional<ImageReference> name, PullObserver observer, Consumer<FetchedImage> done) {
        follow(agent.upload("images/import", query(name), file), observer, done);
    }

    private Map<String, String> query(Optional<ImageReference> name) {
        Map<String, String> query = new HashMap<>();
        name.ifPresent(n -> query.put(NAME, n.toString()));
        platform.ifPresent(p -> query.put("platform", p));
        return query;
    }

    private void follow(InputStream answer, PullObserver observer, Consumer<FetchedImage> done) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                tell(RecordJson.read(PullEvent.class, line), observer, done);
            }
        } catch (IOException e) {
            throw Refusals.unreachable(agent.address(), e);
        } catch (JsonParseException e) {
            throw ContainerizerException.of(
                            ErrorCode.INVALID_MESSAGE,
                            "read answer of",
                            agent.address().toString(),
                            String.valueOf(e.getMessage()))
                    .causedBy(e);
        }
    }

    private static void tell(PullEvent event, PullObserver observer, Consumer<FetchedImage> done) {
        switch (event.kind()) {
            case PRESENT -> observer.present(layer(event));
            case BEGUN -> observer.begun(layer(event));
            case PROGRESSED -> observer.progressed(layer(event), event.bytes());
            case DONE -> observer.done(layer(event), event.bytes());
            case IMAGE -> event.image().ifPresent(done);
            case FAILED -> throw event.failure().map(Failure::exception).orElseThrow();
        }
    }

    private static Layer layer(PullEvent event) {
        return new Layer(Digest.parse(event.layer()), Optional.empty(), event.size(), Compression.NONE);
    }
}
