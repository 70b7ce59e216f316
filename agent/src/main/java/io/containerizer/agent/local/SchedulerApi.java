package io.containerizer.agent.local;

import io.containerizer.agent.api.EventApi;
import io.containerizer.agent.auth.Action;
import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.events.EventStream;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.http.Request;
import io.containerizer.agent.loop.LoopThread;
import io.containerizer.protocol.MessageFormat;
import io.containerizer.protocol.mesos.scheduler.Call;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** {@code POST /api/v1/scheduler}: the calls of frameworks. */
public final class SchedulerApi extends EventApi<Call> {

    private static final String STREAM = "Mesos-Stream-Id";

    private final LoopThread loop;
    private final LocalMaster master;
    private final Authorizer authorizer;

    /** @param recovered whether the agent knows its tasks again */
    public SchedulerApi(LoopThread loop, LocalMaster master, Authorizer authorizer, BooleanSupplier recovered) {
        super(Call.getDefaultInstance(), recovered);
        this.loop = loop;
        this.master = master;
        this.authorizer = authorizer;
    }

    @Override
    protected Answer answer(Request request, Call call, MessageFormat events) {
        SchedulerChecks.problem(call).ifPresent(SchedulerApi::refuse);
        return call.getType() == Call.Type.SUBSCRIBE ? subscribe(request, events, call) : accept(request, call);
    }

    private static void refuse(Refusal why) {
        throw refusal(why.status(), why.text());
    }

    private Answer subscribe(Request request, MessageFormat form, Call call) {
        if (request.headers().find(STREAM).isPresent()) {
            throw refusal(400, "Subscribe calls should not include the '" + STREAM + "' header");
        }
        String user = call.getSubscribe().getFrameworkInfo().getUser();
        if (!authorizer.allows(request.caller(), Action.RUN_TASKS, user)) {
            throw refusal(403, "Not authorized to run tasks as user '" + user + "'");
        }
        String stream = UUID.randomUUID().toString();
        EventStream events = new EventStream(form);
        return new Answer.Streamed(200, Map.of(STREAM, stream), form.mediaType(), sink -> {
            loop.run(() -> master.subscribe(call.getSubscribe(), new Subscription.Connection(stream, events))
                    .ifPresent(problem -> {
                        events.send(SchedulerEvents.error(problem));
                        events.end();
                    }));
            events.writeTo(sink);
        });
    }

    private Answer accept(Request request, Call call) {
        String stream = request.headers()
                .find(STREAM)
                .orElseThrow(() -> refusal(400, "All non-subscribe calls should include the '" + STREAM + "' header"));
        checkTasks(request, call);
        loop.ask(() -> carryOut(call, stream)).ifPresent(SchedulerApi::refuse);
        return Answer.empty(call.getType() == Call.Type.UPDATE_FRAMEWORK ? 200 : 202);
    }

    /** On the loop. */
    private Optional<Refusal> carryOut(Call call, String stream) {
        Optional<Subscription> framework = master.find(call.getFrameworkId());
        if (framework.isEmpty()) {
            return Optional.of(new Refusal(400, "Framework cannot be found"));
        }
        Optional<Subscription.Connection> connection = framework.get().connection();
        if (connection.isEmpty()) {
            return Optional.of(new Refusal(403, "Framework is not subscribed"));
        }
        if (!connection.get().stream().equals(stream)) {
            return Optional.of(new Refusal(
                    400, "The stream ID '" + stream + "' of this request is not that of the framework's subscription"));
        }
        master.handle(framework.get(), call);
        return Optional.empty();
    }

    /** Who may not run tasks as somebody does not get by by naming him in a task, or by changing the framework's user. */
    private void checkTasks(Request request, Call call) {
        Stream<String> ofTasks = call.getAccept().getOperationsList().stream()
                .flatMap(operation -> Stream.of(
                                operation.getLaunch().getTaskInfosList(),
                                operation.getLaunchGroup().getTaskGroup().getTasksList())
                        .flatMap(List::stream))
                .flatMap(task -> Stream.of(
                        task.getCommand().getUser(),
                        task.getExecutor().getCommand().getUser()));
        Stream.concat(
                        ofTasks,
                        Stream.of(call.getUpdateFramework().getFrameworkInfo().getUser()))
                .filter(user -> !user.isEmpty() && !authorizer.allows(request.caller(), Action.RUN_TASKS, user))
                .findFirst()
                .ifPresent(user -> {
                    throw refusal(403, "Not authorized to run tasks as user '" + user + "'");
                });
    }
}
