"""The numbers. Weights and steps as each country's carriers count; see `rules.chargeable_g` for the tolerance."""

from pasar.market.fulfilment.rates import Price, Sheet


def _pairs(*pairs: tuple[str, str]) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in pairs)


SHEETS = {
    # Hundreds of rupiah, by the kilo; 300 g above one still count as it.
    "id": Sheet(
        unit=10_000, base_g=1_000, step_g=1_000, tolerance_g=300, divisor=6_000, most_g=50_000, cod_fee_bps=250,
        services={
            "economy": {
                "same": Price(75, 70, (2, 4)), "near": Price(110, 100, (3, 5)), "far": Price(240, 220, (5, 9)),
                "remote": Price(420, 400, (7, 14)),
            },
            "standard": {
                "same": Price(100, 95, (1, 2)), "near": Price(160, 150, (2, 3)), "far": Price(340, 320, (3, 5)),
                "remote": Price(600, 580, (4, 8)),
            },
            "express": {
                "same": Price(180, 170, (0, 1)), "near": Price(290, 280, (1, 2)), "far": Price(520, 500, (1, 3)),
            },
        },
        own=Price(200, 50, (0, 1)),
        far=_pairs(
            ("jabodetabek", "sumatra"), ("jabodetabek", "kalimantan_sulawesi"), ("java_bali", "sumatra"),
            ("java_bali", "kalimantan_sulawesi"), ("sumatra", "kalimantan_sulawesi"),
        ),
        remote=frozenset({"east"}),
    ),
    # Tens of sen, by the half kilo.
    "my": Sheet(
        unit=10, base_g=1_000, step_g=500, tolerance_g=0, divisor=6_000, most_g=30_000, cod_fee_bps=200,
        services={
            "economy": {
                "same": Price(45, 10, (2, 4)), "near": Price(59, 12, (2, 5)), "remote": Price(105, 45, (5, 10)),
            },
            "standard": {
                "same": Price(55, 13, (1, 2)), "near": Price(75, 16, (1, 3)), "remote": Price(145, 60, (3, 6)),
            },
            "express": {
                "same": Price(95, 20, (0, 1)), "near": Price(120, 25, (1, 1)), "remote": Price(220, 90, (2, 3)),
            },
        },
        own=Price(100, 10, (0, 1)),
        remote=frozenset({"sabah", "sarawak"}),
    ),
    # Whole pesos; pouches of a kilo.
    "ph": Sheet(
        unit=100, base_g=500, step_g=500, tolerance_g=0, divisor=6_000, most_g=50_000, cod_fee_bps=275,
        services={
            "economy": {
                "same": Price(49, 20, (2, 4)), "near": Price(79, 28, (3, 6)), "far": Price(99, 38, (5, 9)),
                "remote": Price(119, 45, (6, 12)),
            },
            "standard": {
                "same": Price(65, 25, (1, 2)), "near": Price(99, 35, (2, 4)), "far": Price(125, 48, (3, 6)),
                "remote": Price(145, 55, (4, 8)),
            },
            "express": {"same": Price(110, 40, (0, 1)), "near": Price(165, 60, (1, 2)), "far": Price(230, 80, (2, 3))},
        },
        own=Price(120, 20, (0, 1)),
        far=_pairs(
            ("metro_manila", "visayas"), ("luzon", "visayas"), ("metro_manila", "mindanao"), ("luzon", "mindanao"),
        ),
    ),
    # Cents, one zone: the island.
    "sg": Sheet(
        unit=1, base_g=2_000, step_g=1_000, tolerance_g=0, divisor=5_000, most_g=30_000, cod_fee_bps=None,
        services={
            "economy": {"same": Price(149, 40, (2, 4))},
            "standard": {"same": Price(249, 50, (1, 2))},
            "express": {"same": Price(599, 100, (0, 1))},
        },
        own=Price(450, 50, (0, 1)),
    ),
    # Whole baht, by the half kilo.
    "th": Sheet(
        unit=100, base_g=1_000, step_g=500, tolerance_g=0, divisor=6_000, most_g=50_000, cod_fee_bps=200,
        services={
            "economy": {"same": Price(25, 5, (2, 3)), "near": Price(32, 7, (2, 4)), "remote": Price(70, 20, (4, 8))},
            "standard": {"same": Price(32, 7, (1, 2)), "near": Price(42, 9, (1, 3)), "remote": Price(90, 25, (3, 5))},
            "express": {"same": Price(59, 12, (0, 1)), "near": Price(79, 16, (1, 2)), "remote": Price(140, 40, (2, 3))},
        },
        own=Price(60, 10, (0, 1)),
        remote=frozenset({"remote"}),
    ),
    # Hundreds of dong, by the half kilo.
    "vn": Sheet(
        unit=100, base_g=500, step_g=500, tolerance_g=0, divisor=6_000, most_g=30_000, cod_fee_bps=100,
        services={
            "economy": {"same": Price(160, 20, (1, 3)), "near": Price(220, 40, (2, 4)), "far": Price(270, 60, (4, 6))},
            "standard": {"same": Price(220, 30, (1, 1)), "near": Price(300, 50, (1, 3)), "far": Price(350, 70, (2, 4))},
            "express": {"same": Price(350, 50, (0, 1)), "near": Price(450, 80, (1, 2)), "far": Price(550, 110, (1, 2))},
        },
        own=Price(300, 50, (0, 1)),
        far=_pairs(
            ("hanoi", "hcmc"), ("hanoi", "south"), ("north", "hcmc"), ("north", "south"), ("hanoi", "centre"),
            ("hcmc", "centre"),
        ),
    ),
}  # fmt: skip
