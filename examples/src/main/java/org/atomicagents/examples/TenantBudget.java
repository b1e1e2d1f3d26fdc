package org.atomicagents.examples;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.price.Prices;
import org.atomicagents.price.TokenRates;
import org.atomicagents.usage.UsageLimiter;
import org.atomicagents.usage.UsageLimits;
import org.atomicagents.usage.UsageReport;

/** Limits of money and requests per day, for each tenant. */
public final class TenantBudget {
  private static final Prices PRICES =
      Prices.ofDollars(TokenRates.of(new BigDecimal("0.25"), new BigDecimal("2.00")));

  private TenantBudget() {}

  public static void main(String... args) {
    var limits = UsageLimits.ofMoney("USD", "0.50").withRequests(3);
    var perDay = UsageLimiter.perDay("tenants", limits, ZoneOffset.UTC);

    try (var example = ExampleModel.select(args)) {
      Model model = priced(example.model());
      var agent = AtomicAgent.builder(model).build();
      for (String tenant : List.of("acme", "acme", "globex", "acme", "acme")) {
        var options = RunOptions.defaults().withModel(model.with(perDay.forTenant(tenant)));
        try {
          var result = agent.call(new BasicChatInput("Why is the sky blue?"), options);
          System.out.println(tenant + ": " + result.cost().orElseThrow() + " USD");
        } catch (LimitExceededException e) {
          System.out.println(e.getMessage());
        }
      }
      for (UsageReport report : perDay.reports()) {
        System.out.println(
            report.scope()
                + ": "
                + report.used().requests()
                + " requests, "
                + report.used().cost()
                + " USD");
      }
    }
  }

  /** Returns the model with a price, if the catalog has none. */
  private static Model priced(Model model) {
    var profile = ModelProfile.ofPrices(model.client().provider(), model.name(), PRICES);
    return model.profile().flatMap(ModelProfile::prices).isPresent()
        ? model
        : model.withCatalog(ModelCatalog.of(List.of(profile)));
  }
}
