package org.atomicagents.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.atomicagents.error.StoreException;
import org.atomicagents.support.RedisServer;
import org.junit.jupiter.api.Test;

/** Connections to a server. */
class RedisConnectionTest {
  @Test
  void reportsAServerThatCannotBeReached() throws Exception {
    try (var server = RedisServer.start()) {
      server.kill();

      assertThatThrownBy(() -> RedisStores.connect(server.uri()))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("Redis at 127.0.0.1:" + server.port() + " cannot be reached: ")
          .hasMessageEndingWith("\nCheck the address, the password, and that the server runs.");
    }
  }

  @Test
  void reportsAWrongPasswordWithoutIt() throws Exception {
    try (var server = RedisServer.start("--requirepass", "right")) {
      String address = "redis://:wrong-password@127.0.0.1:" + server.port();

      assertThatThrownBy(() -> RedisStores.connect(address))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "Redis at 127.0.0.1:"
                  + server.port()
                  + " cannot be reached: WRONGPASS invalid username-password pair or user is"
                  + " disabled.\nCheck the address, the password, and that the server runs.");

      try (var stores = RedisStores.connect("redis://:right@127.0.0.1:" + server.port())) {
        assertThat(stores)
            .hasToString("RedisStores[127.0.0.1:" + server.port() + ", atomic-agents:]");
      }
    }
  }

  @Test
  void rejectsAnInvalidAddressWithoutPrintingIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisStores.connect("http://:secret@localhost:6379"))
        .withMessage(
            "Address of Redis: expected one such as redis://:password@localhost:6379/0, found one"
                + " that is invalid: Scheme http not supported");
  }

  @Test
  void rejectsATimeLimitInWhichNoCommandCanEnd() throws Exception {
    try (var server = RedisServer.start();
        var stores = RedisStores.connect(server.uri())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> stores.withTimeout(Duration.ZERO))
          .withMessage("timeout: expected more than 0, found PT0S, in which no command can end");
    }
  }
}
