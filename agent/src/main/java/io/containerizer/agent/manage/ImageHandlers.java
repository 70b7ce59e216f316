package io.containerizer.agent.manage;

import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.auth.Caller;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Request;
import io.containerizer.api.ContainerizerException;
import io.containerizer.api.ErrorCode;
import io.containerizer.api.FlagValues;
import io.containerizer.image.ImageReference;
import io.containerizer.image.supply.ImageFlags;
import io.containerizer.image.supply.PullPolicy;
import io.containerizer.inventory.ImageInventory;
import io.containerizer.lifecycle.StoredContainer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The images of the agent's store. */
final class ImageHandlers {

    private static final String NAME = "name";
    private static final String PLATFORM = "platform";

    private final FlagValues flags;
    private final Supplier<List<StoredContainer>> living;
    private final Authorizer authorizer;
    /** Whom containers run as whose request names nobody. */
    private final String agentUser;

    /**
     * @param flags the engine's
     * @param living tells the containers that have not ended
     */
    ImageHandlers(FlagValues flags, Supplier<List<StoredContainer>> living, Authorizer authorizer, String agentUser) {
        this.flags = flags;
        this.living = living;
        this.authorizer = authorizer;
        this.agentUser = agentUser;
    }

    Answer list(Request request) {
        if (!ImageInventory.exists(flags)) {
            return Replies.json(new ListedImages(List.of()));
        }
        try (ImageInventory images = open(request)) {
            return Replies.json(new ListedImages(images.list()));
        }
    }

    Answer inspect(Request request) {
        ImageReference name = name(request);
        try (ImageInventory images = open(request)) {
            return Replies.indented(images.inspect(name));
        }
    }

    Answer remove(Request request) {
        ImageReference name = name(request);
        require(request.caller(), Action.MANAGE_IMAGES, name.canonical());
        try (ImageInventory images = open(request)) {
            images.remove(name);
        }
        return Answer.json("{}");
    }

    Answer prune(Request request) {
        require(request.caller(), Action.PRUNE_IMAGES, "");
        double headroom = request.parameter("headroom").map(ImageHandlers::part).orElse(1.0);
        Set<ImageReference> keep = request.parameter("keep").stream()
                .flatMap(names -> Arrays.stream(names.split(",")))
                .filter(name -> !name.isEmpty())
                .map(ImageReference::parse)
                .collect(Collectors.toSet());
        try (ImageInventory images = open(request)) {
            return Replies.json(images.prune(headroom, keep));
        }
    }

    private static double part(String text) {
        try {
            double part = Double.parseDouble(text);
            if (part >= 0 && part <= 1) {
                return part;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw ContainerizerException.of(
                ErrorCode.INVALID_MESSAGE, "read", "parameter headroom", "'" + text + "' is no number from 0 to 1");
    }

    /** Has an image here. What only fills a gap, whoever launches a container of it could do, too. */
    Answer pull(Request request) {
        ImageReference name = name(request);
        PullPolicy policy = policy(request);
        if (policy == PullPolicy.ALWAYS) {
            require(request.caller(), Action.MANAGE_IMAGES, name.canonical());
        } else {
            require(request.caller(), Action.LAUNCH_STANDALONE_CONTAINERS, agentUser);
        }
        ImageInventory images = open(request);
        return told(images, sender -> sender.send(PullEvent.of(images.fetch(name, policy, sender))));
    }

    private static PullPolicy policy(Request request) {
        String text = request.parameter("policy").orElse("always");
        return Arrays.stream(PullPolicy.values())
                .filter(policy -> policy.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> ContainerizerException.of(
                        ErrorCode.INVALID_MESSAGE, "read", "parameter policy", "'" + text + "' is none"));
    }

    /** Takes images out of the archive that is the body. */
    Answer take(Request request) {
        Optional<ImageReference> name = request.parameter(NAME).map(ImageReference::parse);
        require(
                request.caller(),
                Action.MANAGE_IMAGES,
                name.map(ImageReference::canonical).orElse(""));
        ImageInventory images = open(request);
        try {
            Path file = keep(request, images.scratch());
            return told(images, sender -> {
                try {
                    images.take(file, name, sender, image -> sender.send(PullEvent.of(image)));
                } finally {
                    delete(file);
                }
            });
        } catch (RuntimeException e) {
            images.close();
            throw e;
        }
    }

    private static Path keep(Request request, Path scratch) {
        try {
            Files.createDirectories(scratch);
            Path file = Files.createTempFile(scratch, "import-", ".tar");
            try (InputStream body = request.body().stream()) {
                Files.copy(body, file, StandardCopyOption.REPLACE_EXISTING);
                return file;
            } catch (IOException e) {
                delete(file);
                throw e;
            }
        } catch (IOException e) {
            throw ContainerizerException.of(
                    ErrorCode.CHECKPOINT_FAILED, "keep the archive in", scratch.toString(), e.toString());
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw ContainerizerException.of(
                    ErrorCode.CHECKPOINT_FAILED, "remove archive", file.toString(), e.toString());
        }
    }

    /** Everything is told on a stream, which has begun when something goes wrong: then that is its last line. */
    private static Answer told(ImageInventory images, Consumer<PullSender> work) {
        return new Answer.Streamed(200, Map.of(), "application/x-ndjson", sink -> {
            PullSender sender = new PullSender(sink, System::nanoTime);
            try (images) {
                work.accept(sender);
            } catch (ContainerizerException e) {
                sender.send(PullEvent.of(Failure.of(e)));
            }
        });
    }

    private ImageInventory open(Request request) {
        if (flags.find(ImageFlags.PROVIDERS).isEmpty()) {
            throw ContainerizerException.of(ErrorCode.IMAGE_NOT_FOUND, "look for images", "", "this agent has none")
                    .withHint("start it with --image_providers=docker");
        }
        Map<String, String> given = new HashMap<>(flags.given());
        request.parameter(PLATFORM).ifPresent(platform -> given.put(ImageFlags.PLATFORM.name(), platform));
        return new ImageInventory(new FlagValues(given), living);
    }

    private static ImageReference name(Request request) {
        return ImageReference.parse(Replies.parameter(request, NAME));
    }

    private void require(Caller caller, Action action, String object) {
        if (!authorizer.allows(caller, action, object)) {
            throw ContainerizerException.of(ErrorCode.FORBIDDEN, action.aclName(), object, "forbidden");
        }
    }
}
