package org.atomicagents.docs;

import java.time.ZoneId;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.usage.UsageKind;
import org.atomicagents.usage.UsageLimiter;
import org.atomicagents.usage.UsageLimits;

public class FirstUsageLimit {
  public static void main(String[] args) {
    var limits = UsageLimits.ofMoney("USD", "5.00").withRequests(10_000);
    var perDay = UsageLimiter.perDay("tenants", limits, ZoneId.of("Europe/Berlin"));

    try (var openAi = OpenAi.fromEnv()) {
      var model = openAi.model("gpt-5-mini");
      var agent = AtomicAgent.builder(model).build();
      var acme = perDay.forTenant("acme");

      var options = RunOptions.defaults().withModel(model.with(acme));
      var result = agent.call(new BasicChatInput("Why is the sky blue?"), options);
      System.out.println(result.output().chatMessage());
      System.out.println("Cost: " + result.cost().orElseThrow() + " USD");
      System.out.println("Requests left: " + acme.report().remaining(UsageKind.REQUESTS).get());
    }
  }
}
