package org.atomicagents.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UsageSettingsTest {
  private final UsageClock clock = new UsageClock();

  @Test
  void limitsHaveAText() {
    assertThat(
            UsageLimits.ofMoney("USD", "5.00").withRequests(10).withTime(Duration.ofMillis(1500)))
        .hasToString("UsageLimits[requests=10 requests, money=5.00 USD, time=1.5 seconds]");
    assertThat(limiter(UsageLimits.none()).forTenant("acme"))
        .hasToString("UsageLimiter[m, tenant 'acme', in total, UsageLimits[]]");
  }

  @Test
  void invalidSettingsAreRejected() {
    assertThatThrownBy(() -> UsageLimiter.builder(" ", UsageLimits.none()))
        .hasMessage("name: expected a name, found \" \"");
    assertThatThrownBy(() -> limiter(UsageLimits.none()).forTenant(""))
        .hasMessage("tenant: expected 1 to 200 characters, found none");
    assertThatThrownBy(() -> limiter(UsageLimits.none()).forBatch("a\nb"))
        .hasMessage("id: expected no control characters and no lone surrogates, found one");
    assertThatThrownBy(() -> limiter(UsageLimits.none()).forTenant("\ud800"))
        .hasMessage("tenant: expected no control characters and no lone surrogates, found one");
    assertThatThrownBy(() -> UsageLimits.ofMoney("USD", "1e999999999"))
        .hasMessage("amount: expected at most 100 digits, found 1E+999999999");
    assertThatThrownBy(() -> UsageLimits.ofMoney("US", "1"))
        .hasMessage("currency: expected an ISO 4217 code such as USD, found \"US\"");
    assertThatThrownBy(() -> UsageLimits.ofMoney("USD", "1,5"))
        .hasMessage("amount: expected a decimal number such as 5.00, found \"1,5\"");
    assertThatThrownBy(() -> UsageLimits.ofMoney("USD", "-1"))
        .hasMessage("money: expected 0 or more, found -1 USD");
    assertThatThrownBy(() -> UsageLimits.ofTokens(-1))
        .hasMessage("tokens: expected 0 or more, found -1");
    assertThatThrownBy(() -> UsageLimits.ofTime(Duration.ofSeconds(-1)))
        .hasMessage("time: expected 0 or more, found PT-1S");
    assertThatThrownBy(() -> UsageLimiter.builder("m", UsageLimits.none()).warnAt(0))
        .hasMessage("share: expected more than 0, up to 1, found 0.0");
    assertThatThrownBy(() -> UsageLimiter.builder("m", UsageLimits.none()).defaultOutputTokens(-1))
        .hasMessage("tokens: expected 0 or more, found -1");
  }

  private UsageLimiter limiter(UsageLimits limits) {
    return UsageLimiter.builder("m", limits).timeSource(clock).build();
  }
}
