package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.model.Sampling;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.price.Prices;
import org.atomicagents.price.TokenRates;
import org.atomicagents.testing.SimulatedProvider;
import org.atomicagents.usage.FileUsageStore;
import org.atomicagents.usage.UsageKind;
import org.atomicagents.usage.UsageLimiter;
import org.atomicagents.usage.UsageLimits;
import org.atomicagents.usage.UsageReport;
import org.atomicagents.usage.UsageWindow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsagePageSnippets {
  private static final BasicChatInput HELLO = new BasicChatInput("hello");

  private final SimulatedProvider provider = SimulatedProvider.start();
  private final OpenAi client = OpenAi.at(provider.baseUrl());
  private final Model model = client.model("some-model");

  @AfterEach
  void close() {
    client.close();
    provider.close();
  }

  @Test
  void firstUsageLimit() throws Exception {
    List<String> lines = ChildJvm.run(provider, FirstUsageLimit.class);

    assertThat(lines.get(lines.size() - 2)).matches("Cost: 0\\.0\\d+ USD");
    assertThat(lines.getLast()).isEqualTo("Requests left: 9999");
  }

  @Test
  void scopes() {
    // @start region="scopes"
    var perCall = UsageLimiter.perCall("calls", UsageLimits.ofRequests(5).withTokens(50_000));
    var chats =
        UsageLimiter.builder("chats", UsageLimits.ofTokens(500_000))
            .window(UsageWindow.session(Duration.ofHours(24)))
            .build();
    var batch = UsageLimiter.total("batch-2026-11", UsageLimits.ofTokens(5_000_000));

    Model ofAgent = model.with(perCall);
    Model ofConversation = model.with(chats.forTenant("acme").forConversation("chat-17"));
    Model ofBatch = model.with(batch);
    // @end
    for (Model limited : List.of(ofAgent, ofConversation, ofBatch)) {
      AtomicAgent.builder(limited).build().run(HELLO);
    }
    assertThat(batch.report().used().requests()).isEqualTo(1);
  }

  @Test
  void windows() {
    UsageLimits limits = UsageLimits.ofRequests(100);
    // @start region="windows"
    var berlin = ZoneId.of("Europe/Berlin");
    var minute = UsageLimiter.perMinute("tenants", UsageLimits.ofRequests(60));
    var month = UsageLimiter.perMonth("tenants", limits, berlin);

    Model limited = model.with(minute.forTenant("acme"), month.forTenant("acme"));
    // @end
    AtomicAgent.builder(limited).build().run(HELLO);
    assertThat(month.forTenant("acme").report().used().requests()).isEqualTo(1);
  }

  @Test
  void refusal() {
    Model limited = model.with(UsageLimiter.perMinute("m", UsageLimits.ofRequests(0)));
    var agent = AtomicAgent.builder(limited).build();
    var problems = new ArrayList<String>();
    // @start region="refusal"
    try {
      agent.run(new BasicChatInput("hello"));
    } catch (LimitExceededException e) {
      e.state()
          .ifPresent(limit ->
              problems.add(limit.kind() + ": " + limit.used() + " of " + limit.max() + " used"));
      Optional<Duration> wait = e.retryAfter(); // empty if time does not help
      wait.ifPresent(time -> problems.add("Retry-After: " + time.toSeconds()));
    }
    // @end
    assertThat(problems).containsExactly("requests per minute: 0 of 0 used");
  }

  @Test
  void estimates() {
    var limiter = UsageLimiter.total("m", UsageLimits.ofTokens(100_000));
    // @start region="estimates"
    var agent =
        AtomicAgent.builder(model.with(limiter))
            .sampling(Sampling.defaults().withMaxTokens(800)) // what a request can cost at most
            .build();
    // @end
    agent.run(HELLO);
    assertThat(limiter.report().reserved().tokens()).isZero();
  }

  @Test
  void price() {
    // @start region="price"
    var rates = TokenRates.of(new BigDecimal("0.20"), new BigDecimal("0.80")); // per million tokens
    var profile =
        ModelProfile.ofPrices(model.client().provider(), model.name(), Prices.ofDollars(rates));
    Model priced =
        model.withCatalog(ModelCatalog.builtIn().withOverrides(ModelCatalog.of(List.of(profile))));
    // @end
    var limiter = UsageLimiter.total("m", UsageLimits.ofMoney("USD", "1"));
    AtomicAgent.builder(priced.with(limiter)).build().run(HELLO);
    assertThat(limiter.report().used().cost()).isPositive();
  }

  @Test
  void shadow() {
    var lines = new ArrayList<String>();
    // @start region="shadow"
    var shadow =
        UsageLimiter.builder("tenants", UsageLimits.ofTokens(10))
            .window(UsageWindow.day(ZoneId.of("Europe/Berlin")))
            .shadow()
            .warnAt(0.8)
            .build();
    var listeners =
        Listeners.none()
            .with(AgentEvent.LimitReached.class, event -> lines.add("over: " + event.limit()))
            .with(AgentEvent.LimitNear.class, event -> lines.add("near: " + event.limit()));
    // @end
    var options = RunOptions.defaults().withListener(event -> listeners.emit(event));
    AtomicAgent.builder(model.with(shadow)).build().run(HELLO, options);
    assertThat(lines).singleElement().asString().startsWith("over: LimitState[limiter=tenants");
  }

  @Test
  void report() {
    var limiter = UsageLimiter.perHour("tenants", UsageLimits.ofTokens(100_000));
    AtomicAgent.builder(model.with(limiter.forTenant("acme"))).build().run(HELLO);
    var lines = new ArrayList<String>();
    // @start region="report"
    for (UsageReport report : limiter.reports()) {
      lines.add(
          "%s: %d tokens used, %d reserved, %s left until %s"
              .formatted(
                  report.scope(),
                  report.used().tokens(),
                  report.reserved().tokens(),
                  report.remaining(UsageKind.TOKENS).orElseThrow(),
                  report.resetsAt().orElseThrow()));
    }
    // @end
    assertThat(lines).singleElement().asString().startsWith("tenant 'acme': ");
  }

  @Test
  void store(@TempDir Path folder) {
    // @start region="store"
    try (var store = FileUsageStore.open(folder.resolve("usage.log"))) {
      var perDay =
          UsageLimiter.builder("tenants", UsageLimits.ofRequests(10_000))
              .window(UsageWindow.day(ZoneId.of("Europe/Berlin")))
              .store(store)
              .build();
      AtomicAgent.builder(model.with(perDay)).build().run(new BasicChatInput("hello"));
    }
    // @end
    assertThat(folder.resolve("usage.log")).isNotEmptyFile();
  }
}
