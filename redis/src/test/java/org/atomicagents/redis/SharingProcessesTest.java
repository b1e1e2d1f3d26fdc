package org.atomicagents.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.redis.SharingFleet.Member;
import org.atomicagents.support.RedisServer;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Identical requests of four processes. */
class SharingProcessesTest {
  private static final int PROCESSES = 4;
  private static final int RUNS = 125;

  private static RedisServer redis;
  private static SimulatedProvider provider;
  private static SharingFleet fleet;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    redis = RedisServer.start();
    provider =
        SimulatedProvider.builder()
            .firstTokenDelay(Duration.ofMillis(300))
            // The slowest process receives events before the response ends.
            .chunkInterval(Duration.ofMillis(50))
            .start();
    fleet = new SharingFleet(redis.uri(), provider.baseUrl());
  }

  @AfterAll
  static void stop() throws IOException {
    if (fleet != null) {
      fleet.close();
    }
    if (provider != null) {
      provider.close();
    }
    if (redis != null) {
      redis.close();
    }
  }

  @Test
  void sendsOneRequestForFiveHundredIdenticalCalls() throws Exception {
    List<SharingReport> reports = sendAll("call", "calls");

    requireComplete(reports);
    assertThat(requests("calls")).isEqualTo(1);
    assertThat(reports.stream().mapToInt(SharingReport::requests).sum()).isEqualTo(1);
    assertThat(reports.stream().filter(report -> report.tokens() > 0)).hasSize(1);
  }

  @Test
  void sendsOneRequestForFiveHundredIdenticalStreams() throws Exception {
    List<SharingReport> reports = sendAll("stream", "streams");

    requireComplete(reports);
    assertThat(requests("streams")).isEqualTo(1);
    SharingReport leader =
        reports.stream().filter(report -> report.requests() == 1).findFirst().orElseThrow();
    assertThat(reports)
        .allSatisfy(report -> assertThat(report.firstPartial()).isLessThan(leader.end()));
  }

  @Test
  void sendsOneRequestPerTenant() throws Exception {
    List<Member> members = fleet.ofSize(PROCESSES);
    for (int i = 0; i < PROCESSES; i++) {
      members.get(i).send("call", RUNS, i % 2 == 0 ? "acme" : "umbrella", "tenants");
    }

    requireComplete(reports(members, "tenants"));
    assertThat(requests("tenants")).isEqualTo(2);
  }

  @Test
  void sendsExactlyOneMoreRequestWhenTheLeaderIsKilledInMidStream() throws Exception {
    List<Member> members = fleet.ofSize(PROCESSES);
    Member leader = stream(members, "killed");

    leader.kill();

    List<Member> others = others(members, leader);
    requireComplete(reports(others, "killed"));
    assertThat(requests("killed")).isEqualTo(2);
  }

  @Test
  void keepsTheEventsOfALeaderThatWasPausedForLongerThanItsLeaseOutOfTheResponse()
      throws Exception {
    List<Member> members = fleet.ofSize(PROCESSES);
    Member leader = stream(members, "paused");

    leader.signal("STOP");
    List<Member> others = others(members, leader);
    SharingFleet.awaitSent(others, "paused");
    leader.signal("CONT");

    requireComplete(reports(members, "paused"));
    assertThat(requests("paused")).isEqualTo(2);
  }

  /** Starts all runs; returns the leader when all other processes have received events. */
  private static Member stream(List<Member> members, String question) throws Exception {
    for (Member member : members) {
      member.send("stream", RUNS, "acme", question);
    }
    Member leader = SharingFleet.awaitSent(members, question);
    for (Member other : others(members, leader)) {
      other.await(question, "partial");
    }
    return leader;
  }

  private static List<Member> others(List<Member> members, Member leader) {
    return members.stream().filter(member -> !member.equals(leader)).toList();
  }

  private static List<SharingReport> sendAll(String mode, String question) throws Exception {
    List<Member> members = fleet.ofSize(PROCESSES);
    for (Member member : members) {
      member.send(mode, RUNS, "acme", question);
    }
    return reports(members, question);
  }

  private static List<SharingReport> reports(List<Member> members, String question)
      throws InterruptedException {
    var reports = new ArrayList<SharingReport>();
    for (Member member : members) {
      reports.add(member.report(question));
    }
    return reports;
  }

  private static void requireComplete(List<SharingReport> reports) {
    assertThat(reports)
        .allSatisfy(report -> {
          assertThat(report.failures()).isEqualTo("-");
          assertThat(report.completed()).isEqualTo(RUNS);
        });
    assertThat(reports.stream().flatMap(report -> report.outputs().stream()).distinct())
        .as("the outputs of all processes")
        .hasSize(1);
  }

  private static long requests(String question) {
    return provider.requests().stream()
        .filter(request -> request.body().contains(question))
        .count();
  }
}
