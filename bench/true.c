/* What every contestant runs: static, so that a loader's work is nobody's. */
int main(void) {
    return 0;
}
