package org.atomicagents.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.atomicagents.model.Model;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.RunContext;
import org.atomicagents.support.RedisServer;
import org.junit.jupiter.api.Test;

/** The examples of the documentation of shared requests. */
class RedisSharingSnippets {
  private final GatedClient client = new GatedClient("stub");

  @Test
  void shares() throws Exception {
    try (var server = RedisServer.start()) {
      String uri = server.uri();
      Model openAi = Model.of(client, "m");
      // @start region="sharing"
      var redis = RedisStores.connect(uri); // one per process
      Model model = openAi.with(redis.requestSharing().forTenant("acme"));
      // @end
      SharedRun run = SharedRun.start(model);
      client.next().write("a").finish();
      assertThat(run.awaitEnd().text()).isEqualTo("a");

      try (ModelExchange exchange = model.open(SharedRun.REQUEST, RunContext.standalone())) {
        assertThat(exchange).isNotEmpty();
      }
      redis.close();
    }
    assertThat(client.requests()).isEqualTo(1);
  }
}
