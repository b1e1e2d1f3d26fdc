package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.limit.AdaptiveConcurrency;
import org.atomicagents.limit.BlockPermitStore;
import org.atomicagents.limit.OutputCharge;
import org.atomicagents.limit.PermitStore;
import org.atomicagents.limit.PermitStoreContract;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.model.Model;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.testing.SimulatedProvider;
import org.atomicagents.time.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitPageSnippets {
  private final SimulatedProvider provider = SimulatedProvider.start();
  private final OpenAi client = OpenAi.at(provider.baseUrl());
  private final Model model = client.model("some-model");

  @AfterEach
  void close() {
    client.close();
    provider.close();
  }

  @Test
  void firstLimit() throws Exception {
    List<String> lines = ChildJvm.run(provider, FirstLimit.class);

    assertThat(lines.getLast()).isEqualTo("0 in flight");
  }

  @Test
  void waitingTime() {
    // @start region="wait"
    var limit = RateLimit.perMinute(600).build();
    var agent = AtomicAgent.builder(model.with(limit)).build();

    var result = agent.call(new BasicChatInput("Why is the sky blue?"));
    Duration waited = result.timings().of(Phase.RATE_WAIT);
    // @end
    assertThat(waited).isNotNull();
  }

  @Test
  void tenants() {
    // @start region="tenants"
    var limit = RateLimit.perMinute(600).tokens(100_000).build();

    var acme = AtomicAgent.builder(model.with(limit.forTenant("acme"))).build();
    var globex = AtomicAgent.builder(model.with(limit.forTenant("globex"))).build();
    // @end
    acme.run(new BasicChatInput("a"));
    globex.run(new BasicChatInput("b"));
    assertThat(limit.status().waiting()).isZero();
  }

  @Test
  void chargedTokens() {
    // @start region="charge"
    var openAi =
        RateLimit.perMinute(600).tokens(60_000).outputCharge(OutputCharge.RESERVED).build();
    var anthropic =
        RateLimit.perMinute(50)
            .inputTokens(40_000)
            .outputTokens(8_000)
            .countCachedInput(false)
            .build();
    // @end
    assertThat(openAi.status().limits()).isNotEqualTo(anthropic.status().limits());
  }

  @Test
  void contract() {
    PermitStore yourStore = PermitStore.inMemory();
    // @start region="contract"
    PermitStoreContract.verify(yourStore, time -> LockSupport.parkNanos(time.toNanos()));
    // @end
  }

  @Test
  void storeFailure() {
    PermitStore shared = PermitStore.inMemory();
    // @start region="storeFailure"
    var limit =
        RateLimit.perMinute(600)
            .store(shared)
            .shareOnStoreFailure(0.25) // four processes
            .build();
    // @end
    assertThat(limit.status().waiting()).isZero();
  }

  @Test
  void concurrency() {
    // @start region="concurrency"
    var limit =
        RateLimit.builder() // requests and tokens per minute are learnt from the headers
            .concurrency(AdaptiveConcurrency.ofDefaults().withMax(50))
            .build();
    // @end
    assertThat(limit.status().maxConcurrency()).isEqualTo(50);
  }

  @Test
  void blocks() {
    PermitStore shared = PermitStore.inMemory();
    // @start region="blocks"
    var permits = BlockPermitStore.over(shared); // close() returns unused permits
    var limit = RateLimit.perMinute(6_000_000).store(permits).build();
    // @end
    assertThat(limit.status().limits().requests()).isEqualTo(6_000_000);
    permits.close();
  }

  @Test
  void store() {
    // @start region="store"
    PermitStore store = PermitStore.inMemory(); // or redis.permits(), which processes share
    var small = RateLimit.perMinute(600).name("gpt-5-mini").store(store).build();
    var large = RateLimit.perMinute(60).name("gpt-5").store(store).build();
    // @end
    assertThat(small.toString()).isNotEqualTo(large.toString());
  }
}
