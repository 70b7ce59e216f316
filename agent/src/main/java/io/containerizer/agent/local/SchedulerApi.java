package io.containerizer.agent.local;

import io.containerizer.agent.api.ApiFailure;
import io.containerizer.agent.api.EventForms;
import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.events.EventStream;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Handler;
import io.containerizer.agent.http.Request;
import io.containerizer.agent.loop.LoopThread;
import io.containerizer.protocol.mesos.scheduler.Call;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** {@code POST /api/v1/scheduler}: the calls of frameworks. */
public final class SchedulerApi implements Handler {

    private static final String STREAM = "Mesos-Stream-Id";

    private final LoopThread loop;
    private final LocalMaster master;
    private final Authorizer authorizer;
    private final BooleanSupplier recovered;

    /** @param recovered whether the agent knows its tasks again */
    public SchedulerApi(LoopThread loop, LocalMaster master, Authorizer authorizer, BooleanSupplier recovered) {
        this.loop = loop;
        this.master = master;
        this.authorizer = authorizer;
        this.recovered = recovered;
    }

    @Override
    public Answer handle(Request request) {
        try {
            return answer(request);
        } catch (ApiFailure e) {
            return e.answer();
        }
    }

    private Answer answer(Request request) {
        if (!recovered.getAsBoolean()) {
            throw new ApiFailure(503, "The agent has not finished recovery");
        }
        EventForms forms = EventForms.of(request);
        Call call = forms.read(request, Call.getDefaultInstance());
        SchedulerChecks.check(call);
        return call.getType() == Call.Type.SUBSCRIBE ? subscribe(request, forms, call) : accept(request, call);
    }

    private Answer subscribe(Request request, EventForms forms, Call call) {
        if (request.headers().find(STREAM).isPresent()) {
            throw new ApiFailure(400, "Subscribe calls should not include the '" + STREAM + "' header");
        }
        String user = call.getSubscribe().getFrameworkInfo().getUser();
        if (!authorizer.allows(request.caller(), Action.RUN_TASKS, user)) {
            throw new ApiFailure(403, "Not authorized to run tasks as user '" + user + "'");
        }
        String stream = UUID.randomUUID().toString();
        EventStream events = new EventStream(forms.answer());
        return new Answer.Streamed(200, Map.of(STREAM, stream), forms.answer().mediaType(), sink -> {
            loop.run(() -> master.subscribe(call.getSubscribe(), new Subscription.Connection(stream, events))
                    .ifPresent(problem -> {
                        events.send(SchedulerEvents.error(problem));
                        events.end();
                    }));
            events.writeTo(sink);
        });
    }

    private Answer accept(Request request, Call call) {
        Optional<String> stream = request.headers().find(STREAM);
        if (stream.isEmpty()) {
            throw new ApiFailure(400, "All non-subscribe calls should include the '" + STREAM + "' header");
        }
        checkTasks(request, call);
        ApiFailure failure = loop.ask(() -> {
                    Optional<Subscription> framework = master.find(call.getFrameworkId());
                    if (framework.isEmpty()) {
                        return Optional.of(new ApiFailure(400, "Framework cannot be found"));
                    }
                    Optional<Subscription.Connection> connection =
                            framework.get().connection();
                    if (connection.isEmpty()) {
                        return Optional.of(new ApiFailure(403, "Framework is not subscribed"));
                    }
                    if (!connection.get().stream().equals(stream.get())) {
                        return Optional.of(new ApiFailure(
                                400,
                                "The stream ID '" + stream.get()
                                        + "' included in this request didn't match the one of the "
                                        + "subscription of the framework"));
                    }
                    master.handle(framework.get(), call);
                    return Optional.<ApiFailure>empty();
                })
                .orElse(null);
        if (failure != null) {
            throw failure;
        }
        return Answer.empty(call.getType() == Call.Type.UPDATE_FRAMEWORK ? 200 : 202);
    }

    /** Who may not run tasks as somebody does not get by by naming him in a task. */
    private void checkTasks(Request request, Call call) {
        call.getAccept().getOperationsList().stream()
                .flatMap(operation -> operation.getLaunch().getTaskInfosList().stream())
                .flatMap(task -> Stream.of(
                        task.getCommand().getUser(),
                        task.getExecutor().getCommand().getUser()))
                .filter(user -> !user.isEmpty() && !authorizer.allows(request.caller(), Action.RUN_TASKS, user))
                .findFirst()
                .ifPresent(user -> {
                    throw new ApiFailure(403, "Not authorized to run tasks as user '" + user + "'");
                });
    }
}
