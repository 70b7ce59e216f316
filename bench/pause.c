/* The smallest payload that stays: its own memory is known, the rest of what its container is charged is not its. */
#include <unistd.h>

int main(void) {
    for (;;)
        pause();
}
