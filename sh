A nul in mako's settings does not end the guard -c echo "A nul in mako's settings does not end the guard" > /work/main/.git/worktrees/review4/COMMIT_EDITMSG
