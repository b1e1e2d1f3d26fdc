package org.atomicagents.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.usage.UsageRuns.responding;
import static org.atomicagents.usage.UsageRuns.run;
import static org.atomicagents.usage.UsageRuns.send;

import java.util.List;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.model.Model;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;

class UsageScopeTest {
  private final UsageClock clock = new UsageClock();

  @Test
  void tenantsConversationsAndBatchesAreLimitedAlone() {
    var limiter = limiter(UsageLimits.ofRequests(1));
    List<UsageLimiter> views =
        List.of(
            limiter,
            limiter.forTenant("a"),
            limiter.forTenant("b"),
            limiter.forTenant("a").forConversation("1"),
            limiter.forConversation(new ConversationKey("b", "1")),
            limiter.forTenant("a").forBatch("1"),
            limiter.forConversation("a/1"),
            limiter.forTenant("a/conversation").forConversation("1"));

    views.forEach(view -> send(responding(1, 1).with(view), run(clock)));

    assertThat(views)
        .allSatisfy(view ->
            assertThatThrownBy(() -> send(responding(1, 1).with(view), run(clock)))
                .isInstanceOf(LimitExceededException.class));
    assertThat(limiter.reports()).hasSize(8).allMatch(report -> report.used().requests() == 1);
  }

  @Test
  void viewsOfOneTenantShareItsLimit() {
    var limiter = limiter(UsageLimits.ofRequests(1));
    send(responding(1, 1).with(limiter.forTenant("a")), run(clock));

    assertThatThrownBy(() -> send(responding(1, 1).with(limiter.forTenant("a")), run(clock)))
        .isInstanceOf(LimitExceededException.class);
  }

  @Test
  void limitsEachCallAlone() {
    var limiter = UsageLimiter.perCall("calls", UsageLimits.ofRequests(2));
    Model model = responding(1, 1).with(limiter.forTenant("acme"));
    RunContext first = run(clock);
    RunContext second = run(clock);
    send(model, first);
    send(model, first);
    send(model, second);

    assertThatThrownBy(() -> send(model, first))
        .hasMessage(
            """
            Usage limit 'calls' (tenant 'acme', one call) refused a request of agent 'triage': requests in total, 2 used and 0 reserved of 2 requests, 1 needed.
            Raise the limit, or reset it.\
            """);
    send(model, second);
    assertThatThrownBy(limiter::report).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> limiter.forConversation("c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Usage limit 'calls' applies to each call: expected no conversation or batch, found"
                + " 'c'");
  }

  private UsageLimiter limiter(UsageLimits limits) {
    return UsageLimiter.builder("m", limits).timeSource(clock).build();
  }
}
