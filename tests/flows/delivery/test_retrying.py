from flows.delivery.retrying import Policy, wait_after


def test_waits_grow_to_a_limit_with_a_jitter_of_their_own() -> None:
    policy = Policy(first_wait=10, longest_wait=100, jitter=0.5)
    waits = [wait_after(policy, "k", tries) for tries in range(1, 60)]
    assert waits == [wait_after(policy, "k", tries) for tries in range(1, 60)]
    for tries, wait in enumerate(waits, start=1):
        base = min(10 * 2 ** (tries - 1), 100)
        assert base <= wait <= base * 1.5
    assert wait_after(policy, "k", 1) != wait_after(policy, "l", 1)
