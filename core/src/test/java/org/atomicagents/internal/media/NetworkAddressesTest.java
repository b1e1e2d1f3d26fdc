package org.atomicagents.internal.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkAddressesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.167.1.1",
        "2606:4700::1111",
        "2001:4860:4860::8888",
        "64:ff9b::8.8.8.8",
        "2002:808:808::1"
      })
  void globalAddressesArePublic(String address) throws Exception {
    assertThat(NetworkAddresses.isPublic(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.168.1.1",
        "198.19.0.1",
        "203.0.113.5",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:0:7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::1",
        "2002:a9fe:a9fe::",
        "2001::1",
        "2001:db8::1",
        "3fff::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "100::1"
      })
  void otherAddressesAreNotPublic(String address) throws Exception {
    assertThat(NetworkAddresses.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:a00:1"})
  void mappedAddressesAreThoseThatTheyEmbed(String address) throws Exception {
    assertThat(NetworkAddresses.isPublic(InetAddress.getByName(address))).isFalse();
    assertThat(NetworkAddresses.parse("[" + address + "]"))
        .hasValueSatisfying(found -> assertThat(NetworkAddresses.isPublic(found)).isFalse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "127.1",
        "127.0.1",
        "0177.0.0.1",
        "0177.0.0.01",
        "127.0.0.0x1",
        "256.0.0.1",
        "127.0.0.1.",
        "[fe80::1%eth0]",
        "[::1"
      })
  void unusualNotationsOfNumbersAreNoAddresses(String host) {
    assertThat(NetworkAddresses.isNumeric(host)).isTrue();
    assertThat(NetworkAddresses.parse(host)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.org", "a1.example.org", "1.example", "xn--bcher-kva.example"})
  void namesAreNotNumeric(String host) {
    assertThat(NetworkAddresses.isNumeric(host)).isFalse();
    assertThat(NetworkAddresses.isLocalName(host)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", "LOCALHOST.", "a.localhost", "metadata", "metadata.google.internal"})
  void reservedNamesAreLocal(String host) {
    assertThat(NetworkAddresses.isLocalName(host)).isTrue();
  }
}
