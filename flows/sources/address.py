"""Which network addresses a fetch may connect to: public ones only, unless the person who declared the source says otherwise."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Refused beside what `ipaddress` calls not global; its tables changed between patch releases (CVE-2024-4032), and it takes
# the wrappers that carry an IPv4 address inside an IPv6 one for global.
_REFUSED = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",  # this network (RFC 791)
        "100.64.0.0/10",  # carrier-grade NAT (RFC 6598); holds a cloud's metadata service at 100.100.100.200
        "192.0.0.0/24",  # protocol assignments (RFC 6890)
        "192.88.99.0/24",  # 6to4 relays (RFC 7526)
        "198.18.0.0/15",  # benchmarks (RFC 2544)
        "240.0.0.0/4",  # reserved, and broadcast
        "::/96",  # IPv4-compatible (RFC 4291)
        "::ffff:0:0/96",  # IPv4-mapped
        "::ffff:0:0:0/96",  # IPv4-translated (RFC 2765)
        "64:ff9b::/96",  # NAT64 (RFC 6052)
        "64:ff9b:1::/48",  # local NAT64 (RFC 8215)
        "100::/64",  # discard (RFC 6666)
        "2001::/23",  # protocol assignments, Teredo among them (RFC 2928, RFC 4380)
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4 (RFC 3056)
        "3fff::/20",  # documentation (RFC 9637)
        "5f00::/16",  # segment routing (RFC 9602)
        "fec0::/10",  # site-local (RFC 3879)
    )
)
PORTS = frozenset(
    {80, 443, 8080, 8443}
)  # where news is served; any other port is a service that never asked for us


class RefusedError(Exception):
    """We will not connect there; the text says why."""


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """What may be connected to: public addresses, and the networks allowed by name (a fake-IP proxy, a NAT64 prefix)."""

    allowed: tuple[Network, ...] = ()

    def permits(self, address: str) -> bool:
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(ip in network for network in self.allowed) or is_public(ip)

    def vetted(self, host: str, addresses: Iterable[str]) -> list[str]:
        """The addresses of a host that may be used.

        Raises:
            RefusedError: none may.
        """
        found = list(addresses)
        good = [address for address in found if self.permits(address)]
        if not good:
            where = "" if found == [host] else f" is at {', '.join(found[:3]) or 'no address'}, which"
            raise RefusedError(
                f"{host}{where} is not public; a source that is meant to read there names that host and has allow_private = true"
            )
        return good


def is_public(ip: Address) -> bool:
    """Whether an address belongs to the public internet."""
    special = ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local or ip.is_private
    return ip.is_global and not special and not any(ip in network for network in _REFUSED)
