package org.atomicagents.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.price.Prices;
import org.atomicagents.price.TokenRates;
import org.atomicagents.testing.ScriptedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageSnippets {
  private static final Prices PRICES =
      Prices.ofDollars(TokenRates.of(new BigDecimal("0.25"), new BigDecimal("2")));

  @Test
  void tenant() {
    Model model = scripted();
    // @start region="tenant"
    var perDay =
        UsageLimiter.perDay(
            "tenants",
            UsageLimits.ofMoney("USD", "5.00").withRequests(10_000),
            ZoneId.of("Europe/Berlin"));
    var agent = AtomicAgent.builder(model).build();

    var options = RunOptions.defaults().withModel(model.with(perDay.forTenant("acme")));
    agent.run(new BasicChatInput("Why is the sky blue?"), options);
    // @end
    assertThat(perDay.forTenant("acme").report().used().requests()).isEqualTo(1);
  }

  @Test
  void file(@TempDir Path folder) {
    Model model = scripted();
    // @start region="file"
    try (var store = FileUsageStore.open(folder.resolve("usage.log"))) {
      var perMonth =
          UsageLimiter.builder("company", UsageLimits.ofMoney("USD", "200"))
              .window(UsageWindow.month(ZoneId.of("Europe/Berlin")))
              .store(store)
              .build();
      var agent = AtomicAgent.builder(model.with(perMonth)).build();

      agent.run(new BasicChatInput("Why is the sky blue?"));
    }
    // @end
    assertThat(folder.resolve("usage.log")).isNotEmptyFile();
  }

  private static Model scripted() {
    Model model = ScriptedModel.answering("{\"chat_message\":\"a\"}").model();
    return model.withCatalog(
        ModelCatalog.of(
            List.of(ModelProfile.ofPrices(model.client().provider(), model.name(), PRICES))));
  }
}
