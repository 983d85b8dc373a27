package io.gatun.sync.contract;

import java.util.ArrayList;
import java.util.List;

/** Gatun's primitives, used by processes: JVMs with one party each, which are kept from case to case. */
final class JvmWorld implements World {
    private static final int PARTIES = 4;

    private final List<JvmParty> parties = new ArrayList<>();

    JvmWorld() {
        for (int i = 0; i < PARTIES; i++) {
            parties.add(new JvmParty());
        }
    }

    @Override
    public Cast open(String primitive, int count) {
        parties.replaceAll(party -> party.hasEnded() ? new JvmParty() : party);
        return new GatunCast(primitive, parties.subList(0, Math.max(1, count)), false);
    }

    @Override
    public void close() {
        parties.forEach(JvmParty::end);
    }
}
