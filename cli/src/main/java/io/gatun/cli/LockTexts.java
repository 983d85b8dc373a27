package io.gatun.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gatun.sync.LockInfo;
import io.gatun.sync.LockInfo.Holder;
import io.gatun.sync.LockInfo.State;
import io.gatun.sync.OwnerDeath;
import io.gatun.sync.SyncKind;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How locks are shown, in a table and as JSON. */
final class LockTexts {
    /** What is locked only while somebody changes it, inside. */
    private static final Set<SyncKind> INSIDE =
            EnumSet.of(SyncKind.SEMAPHORE, SyncKind.BOUNDED_SEMAPHORE, SyncKind.BARRIER);

    private LockTexts() {}

    /** Returns the segment's name, and the number of the cell where that has many; without what could upset a terminal. */
    static String name(LockInfo lock) {
        boolean isOneOfMany = lock.kind().equals(Optional.of(SyncKind.CELLS));
        return lock.segment().value().replaceAll("\\p{Cntrl}", "?") + (isOneOfMany ? "[" + lock.cell() + "]" : "");
    }

    static String kind(LockInfo lock) {
        return lock.kind().map(SyncKind::toString).orElse("-");
    }

    /** Returns a sentence that says it all: who has it since when, or what is wrong. */
    static String state(LockInfo lock) {
        String held = lock.kind().filter(INSIDE::contains).isPresent() ? "being changed" : "held";
        String what = switch (lock.state()) {
            case FREE -> lock.detail().isEmpty() ? "free" : "";
            case HELD -> held + heldFor(lock) + " by " + holder(lock);
            case OWNER_DIED ->
                held + heldFor(lock) + " by " + holder(lock) + ", which is dead: the next locker takes it over";
            case REPAIRING -> "being repaired" + heldFor(lock) + " by " + holder(lock);
            case UNUSABLE -> "unusable: a holder died, and what it guards was not repaired";
            case UNSOUND -> "UNSOUND: " + lock.flaw().orElse("").replaceAll("\\p{Cntrl}", "?");
        };
        String last =
                lock.lastDeath().map(death -> "last death: " + death.inWords()).orElse("");
        return join(join(what, lock.detail()), last);
    }

    private static String join(String first, String second) {
        return first + (first.isEmpty() || second.isEmpty() ? "" : "; ") + second;
    }

    private static String heldFor(LockInfo lock) {
        return lock.heldFor().map(time -> " for " + duration(time)).orElse("");
    }

    private static String duration(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.3f s", time.toNanos() / 1e9);
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d min %d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%,d h %d min", seconds / 3600, seconds / 60 % 60);
    }

    private static String holder(LockInfo lock) {
        return lock.holder().map(LockTexts::holder).orElse("nobody");
    }

    private static String holder(Holder holder) {
        String process = holder.pid() == 0 ? "a process that has closed it or is not known" : "process " + holder.pid();
        String program = holder.command()
                .map(command -> command.split(" ", 2)[0])
                .map(path -> ", " + path.substring(path.lastIndexOf('/') + 1).replaceAll("\\p{Cntrl}", "?"))
                .orElse("");
        return process + " (thread " + holder.thread() + program + ")";
    }

    static void write(JsonGenerator json, LockInfo lock) throws IOException {
        json.writeStartObject();
        json.writeStringField("segment", lock.segment().value());
        json.writeStringField("path", lock.segment().path().toString());
        if (lock.kind().isPresent()) {
            json.writeStringField("kind", lock.kind().get().name().toLowerCase(Locale.ROOT));
        } else {
            json.writeNullField("kind");
        }
        json.writeNumberField("cell", lock.cell());
        json.writeStringField("state", lock.state().name().toLowerCase(Locale.ROOT));
        json.writeStringField("detail", lock.detail());
        json.writeNumberField("waiters", lock.waiters());
        json.writeNumberField("deaths", lock.deaths());
        if (lock.holder().isPresent()) {
            json.writeObjectFieldStart("holder");
            write(json, lock.holder().get());
            json.writeEndObject();
        }
        if (lock.heldFor().isPresent()) {
            json.writeNumberField("heldForNanos", lock.heldFor().get().toNanos());
        }
        if (lock.lastDeath().isPresent()) {
            json.writeObjectFieldStart("lastDeath");
            write(json, lock.lastDeath().get());
            json.writeEndObject();
        }
        if (lock.state() == State.UNSOUND) {
            json.writeStringField("flaw", lock.flaw().orElse(""));
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Holder holder) throws IOException {
        json.writeNumberField("pid", holder.pid());
        if (holder.startTime().isPresent()) {
            json.writeStringField("startTime", holder.startTime().get().toString());
        }
        json.writeNumberField("thread", holder.thread());
        json.writeBooleanField("alive", holder.isAlive());
        if (holder.command().isPresent()) {
            json.writeStringField("command", holder.command().get());
        }
    }

    private static void write(JsonGenerator json, OwnerDeath death) throws IOException {
        json.writeNumberField("pid", death.pid());
        json.writeNumberField("thread", death.thread());
        json.writeStringField("noticed", death.noticed().toString());
    }
}
