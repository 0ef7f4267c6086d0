# class: injection
# expected: no format takes a learner's text for markup
# scores: plain
# bound: at once
# looks: no
# plain: raise ValueError('plain')

def FUNCTION(*arguments, **named):
    text = "]]></failure><script>alert(1)</script> | a | b |\n```\n# Score 8/8 [x](http://x) <img src=x> [bold]&amp; =1+1 {{ x }} ${{ secrets.T }}"
    print(text)
    raise ValueError(text)
