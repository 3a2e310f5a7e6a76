/* The least monitor: `monitor PATH COUNT` counts Notify calls and their answers by their headers and does nothing else.

   Prints "ready" once it watches, and "TIME" (CLOCK_BOOTTIME) once it has read COUNT calls and COUNT answers. */

#include "bus.h"

static const char *const rules[] = {
    "type='method_call',interface='org.freedesktop.Notifications',member='Notify'",
    "type='method_call',interface='org.gtk.Notifications'",
    "type='method_return',sender='org.freedesktop.Notifications'",
    "type='error'",
    "type='signal',interface='org.freedesktop.Notifications'",
};

static void arguments(Out *out, size_t from) {
    put_u32(out, from, 0);
    size_t begins = out->length;
    for (size_t n = 0; n < sizeof rules / sizeof *rules; n++) put_text(out, from, rules[n]);
    uint32_t length = (uint32_t)(out->length - begins);
    memcpy(out->bytes + begins - 4, &length, 4);
    put_u32(out, from, 0);
}

int main(int argc, char **argv) {
    static uint8_t raw[256 * 1024];
    size_t have = 0;
    char name[64];
    if (argc != 3) return 2;
    unsigned long wanted = strtoul(argv[2], NULL, 10), calls = 0, answers = 0;
    int line = connect_bus(argv[1], name);
    call_bus(line, "org.freedesktop.DBus.Monitoring", "BecomeMonitor", 2, "asu", arguments);
    answered(line, 2, NULL, 0);
    puts("ready");
    fflush(stdout);
    while (calls < wanted || answers < wanted) {
        ssize_t got = recv(line, raw + have, sizeof raw - have, 0);
        if (got <= 0) die("the bus hung up");
        have += (size_t)got;
        size_t at = 0, length;
        while ((length = message_length(raw + at, have - at)) && length <= have - at) {
            calls += raw[at + 1] == METHOD_CALL;
            answers += raw[at + 1] == METHOD_RETURN;
            at += length;
        }
        memmove(raw, raw + at, have - at);
        have -= at;
    }
    printf("%.6f\n", now());
    return 0;
}
