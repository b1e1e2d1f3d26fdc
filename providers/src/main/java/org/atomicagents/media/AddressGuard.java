package org.atomicagents.media;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.atomicagents.http.HostResolver;
import org.atomicagents.message.MediaPolicy;

/**
 * A resolver that refuses addresses that a policy does not allow.
 *
 * <p>A connection uses the addresses of one look-up only, so that a second answer of the name
 * service cannot replace an address after the check. A host with any refused address is refused.
 */
record AddressGuard(MediaPolicy policy, HostResolver resolver) implements HostResolver {

  /** A host name with an address that the policy does not allow. */
  static final class RefusedAddressException extends UnknownHostException {
    private static final long serialVersionUID = 1;

    RefusedAddressException(String host) {
      super(host);
    }
  }

  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    List<InetAddress> addresses = List.copyOf(resolver.lookup(host));
    if (!addresses.stream().allMatch(address -> policy.allowsAddress(host, address))) {
      throw new RefusedAddressException(host);
    }
    return addresses;
  }
}
