package io.containerizer.agent.api;

import io.containerizer.agent.auth.Authorizer;
import io.containerizer.agent.http.Answer;
import io.containerizer.agent.state.ExecutorState;
import io.containerizer.agent.state.FrameworkState;
import io.containerizer.agent.state.Frameworks;
import io.containerizer.agent.state.StagedTask;
import io.containerizer.agent.state.Visibility;
import io.containerizer.protocol.mesos.Task;
import io.containerizer.protocol.mesos.agent.Call;
import io.containerizer.protocol.mesos.agent.Response;
import java.util.List;
import java.util.stream.Stream;

/** The calls that tell of frameworks, executors and tasks. What the caller may not see is left out. */
final class StateCalls {

    private final Frameworks frameworks;
    private final Authorizer authorizer;

    StateCalls(Frameworks frameworks, Authorizer authorizer) {
        this.frameworks = frameworks;
        this.authorizer = authorizer;
    }

    Answer state(Call call, Exchange exchange) {
        return exchange.answer(Response.newBuilder()
                .setType(Response.Type.GET_STATE)
                .setGetState(Response.GetState.newBuilder()
                        .setGetTasks(tasks(exchange))
                        .setGetExecutors(executors(exchange))
                        .setGetFrameworks(frameworks(exchange)))
                .build());
    }

    Answer frameworks(Call call, Exchange exchange) {
        return exchange.answer(Response.newBuilder()
                .setType(Response.Type.GET_FRAMEWORKS)
                .setGetFrameworks(frameworks(exchange))
                .build());
    }

    Answer executors(Call call, Exchange exchange) {
        return exchange.answer(Response.newBuilder()
                .setType(Response.Type.GET_EXECUTORS)
                .setGetExecutors(executors(exchange))
                .build());
    }

    Answer tasks(Call call, Exchange exchange) {
        return exchange.answer(Response.newBuilder()
                .setType(Response.Type.GET_TASKS)
                .setGetTasks(tasks(exchange))
                .build());
    }

    private Visibility visible(Exchange exchange) {
        return new Visibility(authorizer, exchange.caller());
    }

    private Response.GetFrameworks frameworks(Exchange exchange) {
        Visibility visible = visible(exchange);
        Response.GetFrameworks.Builder all = Response.GetFrameworks.newBuilder();
        frameworks.active().stream()
                .filter(visible::framework)
                .forEach(framework -> all.addFrameworks(told(framework)));
        frameworks.completed().stream()
                .filter(visible::framework)
                .forEach(framework -> all.addCompletedFrameworks(told(framework)));
        return all.build();
    }

    private static Response.GetFrameworks.Framework told(FrameworkState framework) {
        return Response.GetFrameworks.Framework.newBuilder()
                .setFrameworkInfo(framework.info())
                .build();
    }

    private Stream<FrameworkState> all(Visibility visible) {
        return Stream.concat(frameworks.active().stream(), frameworks.completed().stream())
                .filter(visible::framework);
    }

    private Response.GetExecutors executors(Exchange exchange) {
        Visibility visible = visible(exchange);
        Response.GetExecutors.Builder all = Response.GetExecutors.newBuilder();
        all(visible).forEach(framework -> {
            framework.executors().stream()
                    .filter(visible::executor)
                    .forEach(executor -> all.addExecutors(told(executor)));
            framework.completed().stream()
                    .filter(visible::executor)
                    .forEach(executor -> all.addCompletedExecutors(told(executor)));
        });
        return all.build();
    }

    private static Response.GetExecutors.Executor told(ExecutorState executor) {
        return Response.GetExecutors.Executor.newBuilder()
                .setExecutorInfo(executor.info())
                .build();
    }

    private Response.GetTasks tasks(Exchange exchange) {
        Visibility visible = visible(exchange);
        Response.GetTasks.Builder all = Response.GetTasks.newBuilder();
        all(visible).forEach(framework -> {
            framework.pending().stream()
                    .filter(task -> visible.task(framework, task.getCommand().getUser()))
                    .forEach(task -> all.addPendingTasks(
                            StagedTask.of(task, framework.info().getId())));
            Stream.concat(framework.executors().stream(), framework.completed().stream())
                    .filter(visible::executor)
                    .forEach(executor -> add(all, visible, framework, executor));
        });
        return all.build();
    }

    private static void add(
            Response.GetTasks.Builder all, Visibility visible, FrameworkState framework, ExecutorState executor) {
        executor.queued().stream()
                .filter(task -> visible.task(framework, task.getCommand().getUser()))
                .forEach(task ->
                        all.addQueuedTasks(StagedTask.of(task, framework.info().getId())));
        all.addAllLaunchedTasks(seen(visible, framework, executor.launched()));
        all.addAllTerminatedTasks(seen(visible, framework, executor.terminated()));
        all.addAllCompletedTasks(seen(visible, framework, executor.completed()));
    }

    private static List<Task> seen(Visibility visible, FrameworkState framework, List<Task> tasks) {
        return tasks.stream()
                .filter(task -> visible.task(framework, task.getUser()))
                .toList();
    }
}
